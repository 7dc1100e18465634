import type { Fence } from '../../model/fence.ts';

/** What is to be seen of an endpoint's breaker. */
export interface BreakerStatus {
  readonly endpointId: string;
  /** When the next attempt may start; null when the breaker is closed. */
  readonly retryAtMs: number | null;
  /** When it changed to that. */
  readonly atMs: number;
}

/** How long an outage lasts before something follows from it. */
export interface OutageLimits {
  /** What the endpoint missed may be resent by itself. */
  readonly recoverAfterMs: number;
  /** Its account is notified that the endpoint is failing. */
  readonly tellAfterMs: number;
}

/** What breakers show to others, and to the next dispatcher. */
export interface BreakerStore {
  /**
   * Shows the breakers of endpoints as they are now. One that closes after at least recoverAfterMs
   * leaves a recovery to the service, once, where its endpoint wants that and did not say meanwhile
   * that it is gone. One that opens again after at least tellAfterMs adds notifications, once, and at
   * most once an hour; only then does its closing.
   */
  saveBreakers(
    fence: Fence,
    breakers: readonly BreakerStatus[],
    limits: OutageLimits,
  ): Promise<void>;
  /**
   * Endpoints whose breakers an earlier engine showed as open, at most limit; those of the others
   * are shown as closed.
   */
  restoreBreakers(fence: Fence, limit: number): Promise<readonly string[]>;
}
