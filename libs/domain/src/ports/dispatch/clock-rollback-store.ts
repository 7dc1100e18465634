import type { Fence } from '../../model/fence.ts';

/** A place in the order in which the retries of an endpoint become due. */
export interface RetryCursor {
  readonly atMs: number;
  readonly resendId: number;
  readonly position: number;
}

/** A retry that is to come at another time. */
export interface RetryReschedule extends RetryCursor {
  readonly toMs: number;
}

/** What was found in one look at the retries of an endpoint. */
export interface RetriesAheadOfClock {
  readonly moves: readonly RetryReschedule[];
  /** Where to continue; null at the end. */
  readonly next: RetryCursor | null;
}

/** Repairs the schedule of retries after the clock was set back. */
export interface ClockRollbackStore {
  /**
   * Retries of an endpoint whose last attempt ended later than now were scheduled by a clock that was
   * ahead: they are to wait from now, as long as they were to wait then. Looks at limit retries
   * behind a place, null for the first ones.
   */
  retriesAheadOfClock(
    endpointId: string,
    after: RetryCursor | null,
    nowMs: number,
    limit: number,
  ): Promise<RetriesAheadOfClock>;
  /** Moves retries that still stand where they are said to. */
  rescheduleRetries(fence: Fence, moves: readonly RetryReschedule[]): Promise<void>;
}
