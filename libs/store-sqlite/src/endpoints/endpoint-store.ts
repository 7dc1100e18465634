import type { EndpointStore } from '@webhooks/domain';

import { isThere } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';
import { createAttemptCounts } from './attempt-counts.ts';
import { createEndpointList } from './list-endpoints.ts';
import { ownEndpointColumns, toOwnEndpoint } from './own-endpoint-row.ts';
import type { OwnEndpointRow } from './own-endpoint-row.ts';

/** Endpoints as their users see them, in SQLite. */
export function createSqliteEndpointStore(database: Database): EndpointStore {
  const list = createEndpointList(database);
  const counts = createAttemptCounts(database);
  const find = database.connection.prepare<[string, number], OwnEndpointRow>(
    `SELECT ${ownEndpointColumns} FROM endpoints AS e
     CROSS JOIN account_users AS u ON u.account_id = e.account_id
     CROSS JOIN accounts AS a ON a.id = e.account_id
     WHERE e.id = ? AND u.user_id = ? AND ${isThere('e')}`,
  );

  const toEndpoint = (row: OwnEndpointRow, nowMs: number) =>
    toOwnEndpoint(row, counts.lastDay(row.id, nowMs), nowMs);

  return {
    async list(query, nowMs) {
      const { rows, next, previous } = list(query);
      return { endpoints: rows.map((row) => toEndpoint(row, nowMs)), next, previous };
    },
    async get(id, userId, nowMs) {
      const row = find.get(id, userId);
      return row === undefined ? null : toEndpoint(row, nowMs);
    },
    async statistics(id, userId, hours, nowMs) {
      return find.get(id, userId) === undefined ? null : counts.overTime(id, hours, nowMs);
    },
  };
}
