import type { Clock, RetentionStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** How long things are kept; null is for ever. */
export interface RetentionPolicy {
  /** After a resend was settled. */
  readonly resendsMs: number | null;
  readonly auditRecordsMs: number | null;
}

/** What retention works with. */
export interface RetentionParts {
  readonly retention: RetentionStore;
  readonly policy: RetentionPolicy;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Rows in one transaction: a few milliseconds, which calls do not feel. */
const STEP_ROWS = 100;
/** Between two steps, so that calls have most of the time. */
const STEP_PAUSE_MS = 20;
const IDLE_PAUSE_MS = 60_000;
/** Longer than before a certificate expires accounts are notified of it. */
const HEALTH_NOTIFICATIONS_KEPT_MS = 35 * 86_400_000;

/** Whoever asked for one looks at once; what it came to stands in no account. */
const TEST_EVENTS_KEPT_MS = 3_600_000;

/**
 * Removes what is old enough, in small steps: idempotency keys, portal links, settled resends whose
 * deliveries the dispatcher has removed, notifications of endpoints, test events, and audit records.
 */
export function startRetention(parts: RetentionParts): Loop {
  const { retention, policy, clock, timers, logger } = parts;
  const prune = async (
    method: 'pruneResends' | 'pruneAuditRecords' | 'pruneHealthNotifications' | 'pruneTestEvents',
    keptMs: number | null,
  ): Promise<boolean> =>
    keptMs !== null && (await retention[method](clock.now() - keptMs, STEP_ROWS));

  return startLoop({
    task: async () => {
      const isMoreLeft =
        (await retention.pruneIdempotencyKeys(clock.now(), STEP_ROWS)) ||
        (await retention.prunePortalLinks(clock.now(), STEP_ROWS)) ||
        (await prune('pruneResends', policy.resendsMs)) ||
        (await prune('pruneHealthNotifications', HEALTH_NOTIFICATIONS_KEPT_MS)) ||
        (await prune('pruneTestEvents', TEST_EVENTS_KEPT_MS)) ||
        (await prune('pruneAuditRecords', policy.auditRecordsMs));
      return isMoreLeft ? STEP_PAUSE_MS : IDLE_PAUSE_MS;
    },
    onError: (error) => logger.warn({ err: error }, 'Old rows could not be removed'),
    errorPauseMs: IDLE_PAUSE_MS,
    timers,
  });
}
