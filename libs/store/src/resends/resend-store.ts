import type { ResendStore } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { createAccept } from './accept.ts';
import { createAttemptList } from './list-attempts.ts';
import { createDeliveryList } from './list-deliveries.ts';
import { createResendList } from './list-resends.ts';
import { createOutbox } from './outbox.ts';
import { toResend } from './resend-row.ts';
import type { ResendRow } from './resend-row.ts';

/** Resends and their outbox in SQLite. */
export function createSqliteResendStore(database: Database): ResendStore {
  const accept = createAccept(database);
  const list = createResendList(database);
  const listDeliveries = createDeliveryList(database);
  const listAttempts = createAttemptList(database);
  const find = database.connection.prepare<[number, number], ResendRow>(
    `SELECT * FROM resends WHERE id = ? AND user_id = ?`,
  );

  return {
    ...createOutbox(database),
    accept: async (requests) => accept(requests),
    async get(id, userId) {
      const row = find.get(id, userId);
      return row === undefined ? null : toResend(row);
    },
    list: async (query) => list(query),
    listDeliveries: async (query) => listDeliveries(query),
    listAttempts: async (resendId, position) => listAttempts(resendId, position),
  };
}
