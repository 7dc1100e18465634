import type { Fence } from '../../model/fence.ts';
import type { TestEventResult, WaitingTestEvent } from '../../model/test-event.ts';

/** Test events, as the dispatcher sends them. */
export interface TestEventQueue {
  /** Those that are due, longest due first. */
  waitingTestEvents(nowMs: number, limit: number): Promise<readonly WaitingTestEvent[]>;
  /**
   * Records what came of one; what is settled stays as it is. Where the URL of the endpoint is still to be
   * proven, the next one is due as the schedule of proofs has it.
   */
  settleTestEvent(fence: Fence, id: number, result: TestEventResult, nowMs: number): Promise<void>;
}
