import { MAX_SHOWN_ENDPOINTS, type EventStore } from '@webhooks/domain';

import { isThere, selectEndpoint, toEndpoint } from '../catalog/endpoint-row.ts';
import type { EndpointRow } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';
import { createEventHistory } from './event-history.ts';
import { createEventList } from './list-events.ts';
import { eventColumns, toListedEvent } from './event-row.ts';
import type { EventRow } from './event-row.ts';

type DetailRow = EventRow & { readonly payload: Buffer };

/** Recorded events as their users see them, in SQLite. */
export function createSqliteEventStore(database: Database): EventStore {
  const { connection, sealer } = database;
  const list = createEventList(database);
  const history = createEventHistory(database);
  const find = connection.prepare<[string, number], DetailRow>(
    `SELECT ${eventColumns}, e.payload FROM events AS e
     CROSS JOIN account_users AS u ON u.account_id = e.account_id
     CROSS JOIN accounts AS a ON a.id = e.account_id
     WHERE e.id = ? AND u.user_id = ?`,
  );
  const wanting = connection.prepare<[number, string, string, number], EndpointRow>(
    `${selectEndpoint} INDEXED BY endpoints_by_account
     WHERE e.account_id = ? AND (e.type_webhook = ? OR e.type_webhook = ?)
       AND e.disabled_at_ms IS NULL AND gone_at_ms IS NULL AND e.is_test = 0 AND ${isThere('e')}
     ORDER BY e.id LIMIT ?`,
  );

  return {
    list: async (query) => list(query),
    async get(id, userId) {
      const row = find.get(id, userId);
      if (row === undefined) return null;
      const { account_id, resend_type, type, payload } = row;
      const endpoints = wanting
        .all(account_id, resend_type, type, MAX_SHOWN_ENDPOINTS)
        .map((endpoint) => toEndpoint(sealer, endpoint));
      return { event: toListedEvent(row), payload, endpoints };
    },
    history: async (sequence, beforeResendId, limit) => history(sequence, beforeResendId, limit),
  };
}
