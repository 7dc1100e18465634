import { notAwaited, TEST_EVENT_WINDOW_MS, testEventLimits } from '@webhooks/domain';
import type { TestEventStore } from '@webhooks/domain';
import { testEventRefusal } from '@webhooks/store-kit';

import { createAuditLog } from '../audit/audit-log.ts';
import { isThere } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';
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
  /** When the one was asked for that makes as many as there may be, if it was after a moment. */
  const nthNewest = (column: 'endpoint_id' | 'user_id', index: string, limit: number) =>
    connection
      .prepare<[string | number, number], number>(
        `SELECT created_at_ms FROM test_events INDEXED BY ${index}
         WHERE ${column} = ? AND created_at_ms > ?
         ORDER BY created_at_ms DESC LIMIT 1 OFFSET ${limit - 1}`,
      )
      .pluck();
  const { perEndpoint, perUser } = testEventLimits;
  const nthOfEndpoint = nthNewest('endpoint_id', 'test_events_by_endpoint', perEndpoint);
  const nthOfUser = nthNewest('user_id', 'test_events_by_user', perUser);
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
        const sinceMs = nowMs - TEST_EVENT_WINDOW_MS;
        const refusal = testEventRefusal(
          {
            ofEndpointAtMs: nthOfEndpoint.get(endpointId, sinceMs) ?? null,
            ofUserAtMs: nthOfUser.get(userId, sinceMs) ?? null,
          },
          nowMs,
        );
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
