import type { Fence } from '../../model/fence.ts';
import type { ResendControl } from '../../model/resend.ts';

/** A control request of an owner that is still to be carried out. */
export interface ControlRequest {
  readonly id: number;
  /** RUNNING: it was resumed. */
  readonly control: ResendControl;
  /** How fast it may go; null: as fast as its endpoints take it. */
  readonly maxRatePerSecond: number | null;
  /** Raised by every request. */
  readonly revision: number;
  /** True when acknowledgeControl has noted this very control. */
  readonly isAcknowledged: boolean;
}

/** What owners ask of resends while they are in work. */
export interface ControlRequestStore {
  /**
   * What owners asked of resends that are not settled: requests that are not acknowledged, and every
   * cancellation until it is done. The oldest resends first; at most limit.
   */
  controls(limit: number): Promise<readonly ControlRequest[]>;
  /**
   * Notes that a request is in force, and how many deliveries were in flight at that moment; nothing
   * when another request came since.
   */
  acknowledgeControl(
    fence: Fence,
    request: Pick<ControlRequest, 'id' | 'revision'>,
    inFlight: number,
    nowMs: number,
  ): Promise<void>;
}
