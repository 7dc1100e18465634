import type {
  CatalogWriteResult,
  OriginalOutcome,
  RecordedEvent,
  ResendType,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createEventKeyWriter } from './write-event-keys.ts';
import type { ObjectWriter } from './write-object.ts';
import type { OutcomeWriter } from './write-outcome.ts';

interface EventRow {
  readonly seq: number;
  readonly account_id: number;
  readonly resend_type: ResendType;
  readonly object_reference_id: number | null;
  readonly type: string;
  readonly occurred_at_us: number;
  readonly outcome: OriginalOutcome | null;
  readonly payload: Buffer;
}

/**
 * Records an event once and makes its object known. A repetition may change the outcome and add keys
 * alone: frozen sets and bodies depend on the rest. Runs inside a write transaction.
 */
export function createEventWriter(
  database: Database,
  objects: ObjectWriter,
  outcomes: Pick<OutcomeWriter, 'takeEarly'>,
): (event: RecordedEvent) => CatalogWriteResult {
  const { connection } = database;
  const keyWriter = createEventKeyWriter(database);
  const find = connection.prepare<[string], EventRow>(
    `SELECT seq, account_id, resend_type, object_reference_id, type, occurred_at_us, outcome, payload
     FROM events WHERE id = ?`,
  );
  const insert = connection.prepare(
    `INSERT INTO events
       (id, account_id, resend_type, object_reference_id, type, occurred_at_us, outcome, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  );
  const remove = connection.prepare(`DELETE FROM events WHERE seq = ?`);
  const setOutcome = connection.prepare(`UPDATE events SET outcome = ? WHERE seq = ?`);
  const noteChange = connection.prepare(
    `INSERT INTO event_outcome_changes (event_seq, previous) VALUES (?, ?)`,
  );

  function repeat(event: RecordedEvent, recorded: EventRow): CatalogWriteResult {
    const difference = firstDifference(event, recorded);
    if (difference !== undefined) {
      return { field: `event.${difference}`, message: 'differs from what was recorded before' };
    }
    if (event.keys !== undefined) {
      const conflict = keyWriter.conflictOf(recorded.seq, event.keys);
      if (conflict !== null) return conflict;
      keyWriter.add(recorded.seq, event);
    }
    if (event.outcome !== recorded.outcome) {
      noteChange.run(recorded.seq, recorded.outcome ?? 'UNKNOWN');
      setOutcome.run(event.outcome, recorded.seq);
    }
    return null;
  }

  return (event) => {
    const { id, accountId, resendType, objectReferenceId, type, occurredAtUs, outcome } = event;
    // Most events are new: written first, and looked up only when they were not.
    const { changes, lastInsertRowid } = insert.run(
      id,
      accountId,
      resendType,
      objectReferenceId,
      type,
      occurredAtUs,
      outcome,
      event.payload,
    );
    const recorded = changes === 0 ? find.get(id) : undefined;
    if (recorded !== undefined) return repeat(event, recorded);
    if (
      objectReferenceId !== null &&
      objects.own(resendType, objectReferenceId, accountId) !== accountId
    ) {
      remove.run(lastInsertRowid);
      return { field: 'event.account_id', message: 'is not the account that owns the object' };
    }
    const sequence = Number(lastInsertRowid);
    keyWriter.add(sequence, event);
    outcomes.takeEarly(id, sequence, accountId);
    return null;
  };
}

function firstDifference(event: RecordedEvent, recorded: EventRow): string | undefined {
  if (event.accountId !== recorded.account_id) return 'account_id';
  if (event.resendType !== recorded.resend_type) return 'resend_type';
  if (event.objectReferenceId !== recorded.object_reference_id) return 'object_reference_id';
  if (event.type !== recorded.type) return 'type';
  if (event.occurredAtUs !== recorded.occurred_at_us) return 'occurred_at';
  return recorded.payload.equals(event.payload) ? undefined : 'payload';
}
