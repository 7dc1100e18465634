import type { OutboxJob, ResendStore, UnstartedJob } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

interface UnstartedRow extends OutboxJob {
  readonly receipt_stream: string;
  readonly receipt_sequence: number;
}

/** Jobs looked at by one call of dropStartedJobs, for each job that it may drop. */
const lookedAtPerDropped = 4;

type Outbox = Pick<
  ResendStore,
  'unpublishedJobs' | 'markPublished' | 'dropStartedJobs' | 'unstartedJobs' | 'requeueJobs'
>;

/** The jobs of resends that are not started yet. */
export function createOutbox(database: Database): Outbox {
  const { connection } = database;
  const unpublished = connection.prepare<[number], OutboxJob>(
    `SELECT resend_id AS resendId, run, mode, traceparent
     FROM outbox INDEXED BY outbox_unpublished
     WHERE receipt_sequence IS NULL ORDER BY resend_id LIMIT ?`,
  );
  const markPublished = connection.prepare<[string, number, number, number]>(
    `UPDATE outbox SET receipt_stream = ?, receipt_sequence = ?, published_at_ms = ?
     WHERE resend_id = ?`,
  );
  const unstarted = connection.prepare<[number, number, number, number], UnstartedRow>(
    `SELECT o.resend_id AS resendId, o.run, o.mode, o.traceparent, o.receipt_stream,
            o.receipt_sequence
     FROM outbox AS o INDEXED BY outbox_published
     CROSS JOIN resends AS r ON r.id = o.resend_id
     WHERE o.receipt_sequence IS NOT NULL AND o.resend_id > ?
       AND (o.published_at_ms < ? OR o.published_at_ms > ?)
       AND r.status = 'PENDING' AND r.control <> 'PAUSED'
     ORDER BY o.resend_id LIMIT ?`,
  );
  const requeue = connection.prepare<[number]>(
    `UPDATE outbox SET run = run + 1, receipt_stream = NULL, receipt_sequence = NULL,
       published_at_ms = NULL WHERE resend_id = ?`,
  );
  const dropStarted = createDropStarted(database);

  return {
    unpublishedJobs: async (limit) => unpublished.all(limit),
    markPublished: async (jobs, nowMs) =>
      database.writeQueued(() => {
        for (const { resendId, receipt } of jobs) {
          markPublished.run(receipt.stream, receipt.sequence, nowMs, resendId);
        }
      }),
    dropStartedJobs: async (limit) => dropStarted(limit),
    unstartedJobs: async (publishedBeforeMs, nowMs, afterResendId, limit) =>
      unstarted.all(afterResendId, publishedBeforeMs, nowMs, limit).map(toUnstartedJob),
    requeueJobs: async (resendIds) =>
      database.writeQueued(() => resendIds.forEach((resendId) => requeue.run(resendId))),
  };
}

/**
 * Drops jobs round by round: each call looks at the next part of the outbox, so that jobs that wait
 * long in front neither hide those behind them nor cost more the more there are.
 */
function createDropStarted(database: Database): (limit: number) => Promise<number> {
  const next = database.connection.prepare<[number, number], { id: number; started: 0 | 1 }>(
    `SELECT o.resend_id AS id, r.status <> 'PENDING' AS started
     FROM outbox AS o NOT INDEXED
     CROSS JOIN resends AS r ON r.id = o.resend_id
     WHERE o.resend_id > ? ORDER BY o.resend_id LIMIT ?`,
  );
  const drop = database.connection.prepare<[number]>(`DELETE FROM outbox WHERE resend_id = ?`);
  let lookedUpTo = 0;

  return async (limit) => {
    const lookedAt = next.all(lookedUpTo, limit * lookedAtPerDropped);
    const started = lookedAt.filter((job) => job.started === 1).slice(0, limit);
    if (started.length > 0) {
      await database.writeQueued(() => started.forEach(({ id }) => drop.run(id)));
    }
    const isWholePart = lookedAt.length === limit * lookedAtPerDropped;
    const last = started.length === limit ? started.at(-1) : isWholePart ? lookedAt.at(-1) : null;
    lookedUpTo = last?.id ?? 0;
    return started.length;
  };
}

function toUnstartedJob(row: UnstartedRow): UnstartedJob {
  const { receipt_stream: stream, receipt_sequence: sequence, ...job } = row;
  return { ...job, receipt: { stream, sequence } };
}
