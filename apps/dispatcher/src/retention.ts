import type { Clock, DispatchStore, Fence, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** How long things are kept after their resend was settled; null is for ever. */
export interface RetentionPolicy {
  readonly attemptsMs: number | null;
  /** No shorter than attemptsMs. */
  readonly deliveriesMs: number | null;
}

export interface RetentionOptions {
  readonly store: Pick<DispatchStore, 'pruneAttempts' | 'pruneDeliveries' | 'pruneStatistics'>;
  readonly fence: Fence;
  readonly policy: RetentionPolicy;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Rows in one transaction: a few milliseconds, which deliveries do not feel. */
const STEP_ROWS = 100;
/** Between two steps, so that others have most of the time. */
const STEP_PAUSE_MS = 20;
const IDLE_PAUSE_MS = 60_000;
/** One day more of an endpoint's statistics than can be asked for. */
const STATISTICS_KEPT_MS = 8 * 86_400_000;

/** Removes attempts, deliveries and statistics that are old enough, in small steps, as long as this one leads. */
export function startRetention(options: RetentionOptions): Loop {
  const { store, fence, policy, clock, timers, logger } = options;
  const prune = async (
    method: keyof RetentionOptions['store'],
    keptMs: number | null,
  ): Promise<boolean> =>
    keptMs !== null && (await store[method](fence, clock.now() - keptMs, STEP_ROWS));

  return startLoop({
    task: async () => {
      const isMoreLeft =
        (await prune('pruneAttempts', policy.attemptsMs)) ||
        (await prune('pruneDeliveries', policy.deliveriesMs)) ||
        (await prune('pruneStatistics', STATISTICS_KEPT_MS));
      return isMoreLeft ? STEP_PAUSE_MS : IDLE_PAUSE_MS;
    },
    onError: (error) => logger.warn({ err: error }, 'old rows could not be removed'),
    errorPauseMs: IDLE_PAUSE_MS,
    timers,
  });
}
