import type { ResendStore } from '@webhooks/domain';
import { toResend } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import { createAuditLog } from '../audit/audit-log.ts';
import type { Database } from '../sql/database.ts';
import { createNotificationList } from '../notifications/list-notifications.ts';
import { createAccept } from './accept.ts';
import { createRecoveries } from './accept-recoveries.ts';
import { createRateChange } from './change-rate.ts';
import { createControl } from './control.ts';
import { createAttemptList } from './list-attempts.ts';
import { createDeliveryList } from './list-deliveries.ts';
import { createResendList } from './list-resends.ts';
import { createOutbox } from './outbox.ts';
import { createEndpointProgress } from './endpoint-progress.ts';
import { createDueJobs } from './queue-due-jobs.ts';
import { createResendStatistics } from './resend-statistics.ts';

/** Resends and their outbox in SQLite. */
export function createSqliteResendStore(database: Database): ResendStore {
  const appendAuditRecord = createAuditLog(database);
  const accept = createAccept(database, appendAuditRecord);
  const list = createResendList(database);
  const listDeliveries = createDeliveryList(database);
  const listNotifications = createNotificationList(database);
  const listAttempts = createAttemptList(database);
  const statistics = createResendStatistics(database);
  const progress = createEndpointProgress(database);
  const find = database.connection.prepare<[number, number], ResendRow>(
    `SELECT r.* FROM resends AS r CROSS JOIN account_users AS u
     ON u.account_id = r.account_id AND u.user_id = ? WHERE r.id = ?`,
  );
  const findMany = database.connection.prepare<[string], ResendRow>(
    `SELECT r.* FROM json_each(?) CROSS JOIN resends AS r ON r.id = json_each.value`,
  );

  return {
    ...createOutbox(database),
    ...createControl(database, appendAuditRecord),
    changeRate: createRateChange(database, appendAuditRecord),
    accept: async (requests) => accept(requests),
    queueDueJobs: createDueJobs(database),
    acceptRecoveries: createRecoveries(database, appendAuditRecord),
    async get(id, userId) {
      const row = find.get(userId, id);
      return row === undefined ? null : toResend(row);
    },
    getMany: async (ids) => findMany.all(JSON.stringify(ids)).map(toResend),
    progress: async (...query) => progress(...query),
    list: async (query) => list(query),
    async statistics(id, userId) {
      const row = find.get(userId, id);
      return row === undefined ? null : statistics(row);
    },
    listNotifications: async (resendId) => listNotifications(resendId),
    listDeliveries: async (query) => listDeliveries(query),
    listAttempts: async (resendId, position) => listAttempts(resendId, position),
  };
}
