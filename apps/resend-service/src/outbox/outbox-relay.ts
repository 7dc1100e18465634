import type { OutboxJob, ResendStore, Timers } from '@webhooks/domain';
import { startLoop } from '@webhooks/runtime';
import { RecurringReasons, type Logger } from '@webhooks/telemetry';

import type { JobPublication } from './job-publication.ts';

/** Brings jobs from the outbox to the broker. */
export interface OutboxRelay {
  /** Publishes a durable job at once if it can; the outbox keeps it for later if not. */
  publishSoon(job: OutboxJob): void;
  /** Looks into the outbox now, unless the broker is away. */
  wake(): void;
  /** Looks into the outbox now: the broker has come back. */
  resume(): void;
  /** Begins nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** What the relay works with. */
export interface OutboxRelayParts {
  readonly resends: Pick<ResendStore, 'unpublishedJobs'>;
  readonly publication: JobPublication;
  readonly timers: Timers;
  readonly logger: Logger;
  /** In milliseconds, never set back. */
  readonly now?: () => number;
}

/** Jobs on their way to the broker at once, those that wait for their mark included. */
const MAX_UNDER_WAY = 512;
/** A look into the outbox without a reason finds what a crash or a full relay left there. */
const IDLE_PAUSE_MS = 1_000;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 2_000;

/**
 * Starts with what an earlier life left over. While the broker is away one job at a time probes it,
 * with growing pauses, and nobody waits for it.
 */
export function startOutboxRelay(parts: OutboxRelayParts): OutboxRelay {
  const { resends, publication, timers, logger } = parts;
  /** 0 while the broker takes jobs. */
  let retryPauseMs = 0;
  let stopping = false;
  const reasons = new RecurringReasons(parts);

  const publish = async (job: OutboxJob): Promise<void> => {
    try {
      await publication.publish(job);
      if (retryPauseMs > 0) logger.info('Jobs are published again');
      retryPauseMs = 0;
      reasons.clear();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reasons.isDue(reason)) {
        logger.warn({ reason, resendId: job.resendId }, 'Jobs wait for the broker');
      }
      if (retryPauseMs === 0) retryPauseMs = FIRST_RETRY_MS;
    }
  };
  const relayLeftovers = async (): Promise<number> => {
    const limit = retryPauseMs > 0 ? 1 : MAX_UNDER_WAY;
    const jobs = await resends.unpublishedJobs(limit);
    await Promise.all(jobs.map(publish));
    if (retryPauseMs === 0) return jobs.length === limit ? 0 : IDLE_PAUSE_MS;
    retryPauseMs = Math.min(retryPauseMs * 2, MAX_RETRY_MS);
    return retryPauseMs;
  };
  const loop = startLoop({
    task: relayLeftovers,
    onError: (error) => logger.error({ err: error }, 'The outbox could not be read'),
    errorPauseMs: MAX_RETRY_MS,
    timers,
  });

  return {
    publishSoon: (job) => {
      const canTry = !stopping && retryPauseMs === 0 && publication.underWay < MAX_UNDER_WAY;
      if (canTry) void publish(job);
    },
    wake: () => {
      if (retryPauseMs === 0) loop.wake();
    },
    resume: () => {
      retryPauseMs = 0;
      loop.wake();
    },
    stop: async () => {
      stopping = true;
      await Promise.all([loop.stop(), publication.settled()]);
    },
  };
}
