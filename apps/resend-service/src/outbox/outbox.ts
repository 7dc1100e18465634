import type { Clock, JobPublisher, OutboxJob, ResendStore, Timers } from '@webhooks/domain';
import { within } from '@webhooks/runtime';
import { createGroupCommit } from '@webhooks/store';
import type { Logger } from '@webhooks/telemetry';

import { startDueJobLoop } from './due-job-loop.ts';
import { createJobPublication, type PublishedJob } from './job-publication.ts';
import { startJobReconciler } from './job-reconciler.ts';
import { startOutboxRelay } from './outbox-relay.ts';
import { startRecoveryLoop } from './recovery-loop.ts';
import { startStartedJobSweeper } from './started-job-sweeper.ts';

/** What the outbox works with. */
export interface OutboxParts {
  readonly resends: ResendStore;
  readonly publisher: JobPublisher;
  readonly reconcileIntervalMs: number;
  readonly reconcileMinAgeMs: number;
  readonly originalRetryForMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** The running outbox; disposing it leaves what is not published yet to the next life. */
export interface Outbox extends AsyncDisposable {
  /** Publishes a durable job at once if the broker takes it, later if not. Never fails. */
  readonly publishSoon: (job: OutboxJob) => void;
  /** The broker has come back: what waits is published now. */
  readonly resume: () => void;
}

/** A broker that does not answer is not waited for; the outbox remembers. */
const STOP_MS = 1_000;
/** Nobody waits for marks, so they let a group grow: each commit keeps acceptances waiting. */
const MARK_DELAY_MS = 50;
const MAX_MARKS = 512;
const MAX_WAITING_MARKS = 4_096;

/** Starts everything that brings accepted jobs to the broker and keeps the outbox in order. */
export function startOutbox(parts: OutboxParts): Outbox {
  const { resends, publisher, clock, timers, logger } = parts;
  const marks = createGroupCommit<PublishedJob, undefined>({
    commit: async (jobs) => {
      await resends.markPublished(jobs, clock.now());
      return [];
    },
    maxItems: MAX_MARKS,
    maxQueued: MAX_WAITING_MARKS,
    maxDelayMs: MARK_DELAY_MS,
  });
  const publication = createJobPublication(publisher, (job) => marks.submit(job));
  const relay = startOutboxRelay({ resends, publication, timers, logger });
  const sweeper = startStartedJobSweeper(resends, timers, logger);
  const dueJobs = startDueJobLoop({ ...parts, onQueued: () => relay.wake() });
  const recoveries = startRecoveryLoop({ ...parts, onQueued: () => relay.wake() });
  const reconciler = startJobReconciler({
    ...parts,
    intervalMs: parts.reconcileIntervalMs,
    minAgeMs: parts.reconcileMinAgeMs,
    onRequeued: () => relay.wake(),
  });
  return {
    publishSoon: (job) => relay.publishSoon(job),
    resume: () => relay.resume(),
    [Symbol.asyncDispose]: async () => {
      const loops = [dueJobs, recoveries, relay, sweeper, reconciler];
      const stopped = Promise.all(loops.map((loop) => loop.stop()));
      const drained = stopped.then(() => marks.drain());
      await within(STOP_MS, drained, () => undefined, timers);
    },
  };
}
