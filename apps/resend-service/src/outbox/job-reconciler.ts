import type { Clock, JobPublisher, ResendStore, Timers, UnstartedJob } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** What the reconciler works with. */
export interface JobReconcilerParts {
  readonly resends: Pick<ResendStore, 'unstartedJobs' | 'requeueJobs'>;
  readonly publisher: Pick<JobPublisher, 'holds'>;
  /** Called when jobs were put back into the outbox. */
  readonly onRequeued: () => void;
  readonly intervalMs: number;
  /** Younger jobs are left alone: the broker or the dispatcher may have them in hand. */
  readonly minAgeMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Jobs that the broker is asked for at once. */
const BATCH = 128;
/**
 * Jobs found safe in one round. Those that only wait for their turn cost two questions each, and
 * the next round continues behind them; lost ones do not count, so that all are found in one round.
 */
const MAX_HELD_PER_ROUND = 1_000;

/**
 * Every interval asks the broker for the published jobs whose resend is still not started, and puts
 * those that it lost back into the outbox with their next run number.
 */
export function startJobReconciler(parts: JobReconcilerParts): Loop {
  const { resends, publisher, clock, logger } = parts;
  let checkedThrough = 0;

  const reconcileBatch = async (jobs: readonly UnstartedJob[]): Promise<number> => {
    const held = await Promise.all(jobs.map(({ receipt }) => publisher.holds(receipt)));
    const lost = jobs.filter((_, index) => !held[index]).map(({ resendId }) => resendId);
    if (lost.length > 0) {
      await resends.requeueJobs(lost);
      logger.warn({ jobs: lost.length }, 'Jobs that the broker lost are published again');
      parts.onRequeued();
    }
    return jobs.length - lost.length;
  };
  const reconcile = async (): Promise<number> => {
    const nowMs = clock.now();
    for (let held = 0; held < MAX_HELD_PER_ROUND;) {
      const jobs = await resends.unstartedJobs(
        nowMs - parts.minAgeMs,
        nowMs,
        checkedThrough,
        BATCH,
      );
      const last = jobs.at(-1);
      checkedThrough = last?.resendId ?? 0;
      if (last === undefined) break;
      held += await reconcileBatch(jobs);
    }
    return parts.intervalMs;
  };
  return startLoop({
    task: reconcile,
    onError: (error) => logger.debug({ err: error }, 'The broker was not asked for jobs'),
    errorPauseMs: parts.intervalMs,
    timers: parts.timers,
  });
}
