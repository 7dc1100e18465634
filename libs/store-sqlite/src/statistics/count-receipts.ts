import type { AttemptRecord } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** What receivers said of the events of one resend, endpoint and event type. */
interface Receipts {
  readonly key: readonly [resendId: number, endpointId: string, eventType: string];
  isNew: number;
  knownBefore: number;
  notSaid: number;
}

/**
 * Adds the delivered ones of a group to what their receivers said, by endpoint and event type. Runs
 * inside the transaction that records the group.
 */
export function createReceiptCounter({
  connection,
}: Database): (recorded: readonly AttemptRecord[]) => void {
  const add = connection.prepare<[number, string, string, number, number, number]>(
    `INSERT INTO resend_receipts (resend_id, endpoint_id, event_type, new, known_before, not_said)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (resend_id, endpoint_id, event_type) DO UPDATE
     SET new = new + excluded.new, known_before = known_before + excluded.known_before,
       not_said = not_said + excluded.not_said`,
  );

  return (recorded) => {
    for (const { key, isNew, knownBefore, notSaid } of receiptsOf(recorded)) {
      add.run(...key, isNew, knownBefore, notSaid);
    }
  };
}

function receiptsOf(recorded: readonly AttemptRecord[]): Iterable<Receipts> {
  const all = new Map<string, Receipts>();
  for (const { resendId, endpointId, eventType, attempts, disposition } of recorded) {
    if (disposition.state !== 'DELIVERED') continue;
    const name = `${String(resendId)} ${endpointId} ${eventType}`;
    let receipts = all.get(name);
    if (receipts === undefined) {
      receipts = { key: [resendId, endpointId, eventType], isNew: 0, knownBefore: 0, notSaid: 0 };
      all.set(name, receipts);
    }
    const isDuplicate = attempts.at(-1)?.isDuplicate;
    if (isDuplicate === undefined) receipts.notSaid += 1;
    else if (isDuplicate) receipts.knownBefore += 1;
    else receipts.isNew += 1;
  }
  return all.values();
}
