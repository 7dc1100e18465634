import type { CatalogWriteResult, EndpointOutcome, SenderOutcome } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Writes what senders tell. All of it runs inside a write transaction. */
export interface OutcomeWriter {
  /** Keeps an outcome, of an event that is known or not yet. */
  write(outcome: EndpointOutcome): CatalogWriteResult;
  /** Gives an event that was just recorded the outcomes that were reported before. */
  takeEarly(eventId: string, eventSeq: number, accountId: number): void;
}

/** An outcome in the order of its columns. */
type Reported = [endpointId: string, occurredAtUs: number, outcome: SenderOutcome];

/**
 * Outcomes are added and never change, so the same ones in any order mean the same. Those of an event
 * that is not known yet wait for it.
 */
export function createOutcomeWriter({ connection }: Database): OutcomeWriter {
  const accountOfEndpoint = connection
    .prepare<[string], number>(`SELECT account_id FROM endpoints WHERE id = ?`)
    .pluck();
  const findEvent = connection.prepare<[string], { seq: number; account_id: number }>(
    `SELECT seq, account_id FROM events WHERE id = ?`,
  );
  const insert = connection.prepare<[number, ...Reported, number | null]>(
    `INSERT INTO endpoint_outcomes (event_seq, endpoint_id, occurred_at_us, outcome, http_status)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const insertEarly = connection.prepare<[string, ...Reported, number | null]>(
    `INSERT INTO early_outcomes (event_id, endpoint_id, occurred_at_us, outcome, http_status)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const statusOf = connection
    .prepare<[number, ...Reported], number | null>(
      `SELECT http_status FROM endpoint_outcomes
       WHERE event_seq = ? AND endpoint_id = ? AND occurred_at_us = ? AND outcome = ?`,
    )
    .pluck();
  const earlyStatusOf = connection
    .prepare<[string, ...Reported], number | null>(
      `SELECT http_status FROM early_outcomes
       WHERE event_id = ? AND endpoint_id = ? AND occurred_at_us = ? AND outcome = ?`,
    )
    .pluck();
  const hasEarly = connection.prepare<[string]>(
    `SELECT 1 FROM early_outcomes WHERE event_id = ? LIMIT 1`,
  );
  const moveEarly = connection.prepare<[number, string, number]>(
    `INSERT INTO endpoint_outcomes (event_seq, endpoint_id, occurred_at_us, outcome, http_status)
     SELECT ?, o.endpoint_id, o.occurred_at_us, o.outcome, o.http_status FROM early_outcomes AS o
     CROSS JOIN endpoints AS n ON n.id = o.endpoint_id
     WHERE o.event_id = ? AND n.account_id = ?`,
  );
  const removeEarly = connection.prepare<[string]>(`DELETE FROM early_outcomes WHERE event_id = ?`);

  /** Another status of what is known is a contradiction, not news. */
  function repetition(
    changes: number,
    status: number | null,
    known: () => number | null | undefined,
  ) {
    if (changes > 0 || known() === status) return null;
    return { field: 'outcome.http_status', message: 'differs from what was recorded before' };
  }

  return {
    write({ eventId, endpointId, occurredAtUs, outcome, httpStatus }) {
      const accountId = accountOfEndpoint.get(endpointId);
      if (accountId === undefined) {
        return { field: 'outcome.endpoint_id', message: 'is not a known endpoint' };
      }
      const reported: Reported = [endpointId, occurredAtUs, outcome];
      const event = findEvent.get(eventId);
      if (event === undefined) {
        const { changes } = insertEarly.run(eventId, ...reported, httpStatus);
        return repetition(changes, httpStatus, () => earlyStatusOf.get(eventId, ...reported));
      }
      if (event.account_id !== accountId) {
        const message = 'is not an endpoint of the account of the event';
        return { field: 'outcome.endpoint_id', message };
      }
      const { changes } = insert.run(event.seq, ...reported, httpStatus);
      return repetition(changes, httpStatus, () => statusOf.get(event.seq, ...reported));
    },
    takeEarly(eventId, eventSeq, accountId) {
      if (hasEarly.get(eventId) === undefined) return;
      moveEarly.run(eventSeq, eventId, accountId);
      // Those at endpoints of other accounts can belong to no event any more.
      removeEarly.run(eventId);
    },
  };
}
