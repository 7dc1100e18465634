import type { Fence } from '../../model/fence.ts';
import type { TestEventResult, WaitingTestEvent } from '../../model/test-event.ts';

/** Test events, as the dispatcher sends them. */
export interface TestEventQueue {
  /** Those that wait, oldest first. */
  waitingTestEvents(limit: number): Promise<readonly WaitingTestEvent[]>;
  /** Records what came of one; what is settled stays as it is. */
  settleTestEvent(fence: Fence, id: number, result: TestEventResult, nowMs: number): Promise<void>;
}
