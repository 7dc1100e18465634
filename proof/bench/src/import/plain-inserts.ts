import { randomBytes } from 'node:crypto';
import path from 'node:path';

import { openDatabase } from '@webhooks/store-sqlite';

import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { objectId, occurredAtUs, payloadOf } from '../system/write-events.ts';
import { ACCOUNT } from './events-file.ts';

/** Seconds that the inserts alone take: the same rows, tables and durability, in one process. */
export function timePlainInserts(events: number, payloadBytes: number, batch: number): number {
  using directory = createWorkDirectory('inserts');
  const file = path.join(directory.path, 'plain.db');
  using database = openDatabase({ path: file, secretsKey: randomBytes(32) });
  const { connection } = database;
  connection.exec(
    `INSERT INTO accounts (id, branch_identifier, number) VALUES (${ACCOUNT.id}, '0001', '1')`,
  );
  const insertObject = connection.prepare<[number, number]>(
    `INSERT INTO objects (resend_type, object_reference_id, account_id) VALUES ('CASHIN', ?, ?)`,
  );
  const insertEvent = connection.prepare<[string, number, number, number, Buffer]>(
    `INSERT INTO events
       (id, account_id, resend_type, object_reference_id, type, occurred_at_us, outcome, payload)
     VALUES (?, ?, 'CASHIN', ?, 'PIX_CASHIN_RECEIVED', ?, 'FAILED', ?)`,
  );
  let ms = 0;
  for (let first = 1; first <= events; first += batch) {
    const rows = rowsOf(first, Math.min(events, first + batch - 1), payloadBytes);
    const startedMs = performance.now();
    database.write(() => {
      for (const { id, object, atUs, payload } of rows) {
        insertObject.run(object, ACCOUNT.id);
        insertEvent.run(id, ACCOUNT.id, object, atUs, payload);
      }
    });
    ms += performance.now() - startedMs;
  }
  return ms / 1000;
}

/** Made before the clock runs. */
function rowsOf(first: number, last: number, payloadBytes: number) {
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const number = first + at;
    return {
      id: `evt_${number}`,
      object: objectId(ACCOUNT, number),
      atUs: occurredAtUs(number),
      payload: payloadOf(number, payloadBytes),
    };
  });
}
