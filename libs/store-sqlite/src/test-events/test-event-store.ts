import { notAwaited } from '@webhooks/domain';
import type { TestEventStore } from '@webhooks/domain';

import { createAuditLog } from '../audit/audit-log.ts';
import { isThere } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';
import { createTestEventCounts } from '../catalog/test-event-counts.ts';
import { toTestEvent, type TestEventRow } from './test-event-row.ts';

/** Test events as users ask for them. */
export function createSqliteTestEventStore(database: Database): TestEventStore {
  const { connection } = database;
  const appendAuditRecord = createAuditLog(database);
  const accountOf = connection
    .prepare<[string, number], number>(
      `SELECT e.account_id FROM endpoints AS e
       CROSS JOIN account_users AS u ON u.account_id = e.account_id
       WHERE e.id = ? AND u.user_id = ? AND ${isThere('e')}`,
    )
    .pluck();
  const refusalOf = createTestEventCounts(database);
  const add = connection.prepare<[string, number, number], TestEventRow>(
    `INSERT INTO test_events (endpoint_id, user_id, created_at_ms) VALUES (?, ?, ?) RETURNING *`,
  );
  const find = connection.prepare<[number, string, number], TestEventRow>(
    `SELECT t.* FROM test_events AS t
     CROSS JOIN endpoints AS e ON e.id = t.endpoint_id
     CROSS JOIN account_users AS u ON u.account_id = e.account_id
     WHERE t.id = ? AND t.endpoint_id = ? AND u.user_id = ? AND ${isThere('e')}`,
  );

  return {
    request: async (endpointId, userId, nowMs, actor, isAwaited) =>
      database.writeQueued(() => {
        if (isAwaited?.() === false) throw notAwaited();
        const accountId = accountOf.get(endpointId, userId);
        if (accountId === undefined) return null;
        const refusal = refusalOf(endpointId, userId, nowMs);
        if (refusal !== null) throw refusal;
        const row = add.get(endpointId, userId, nowMs);
        if (row === undefined) throw new Error('The test event was not added');
        const action = 'ENDPOINT_TESTED';
        appendAuditRecord({ atMs: nowMs, action, accountId, endpointId }, actor);
        return toTestEvent(row);
      }),
    async get(endpointId, id, userId) {
      const row = find.get(id, endpointId, userId);
      return row === undefined ? null : toTestEvent(row);
    },
  };
}
