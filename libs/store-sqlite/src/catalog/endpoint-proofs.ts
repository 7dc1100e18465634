import { TEST_EVENT_WINDOW_MS } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createTestEventCounts } from './test-event-counts.ts';

/** Condition that the URL of an endpoint (e) has to be proven, and is not. One look by its id. */
export const isUnproven = `EXISTS (SELECT 1 FROM endpoint_proofs AS v
  WHERE v.endpoint_id = e.id AND v.url = e.url AND v.proven_at_ms IS NULL)`;

/** URLs that have to prove themselves. All run inside a write transaction. */
export interface EndpointProofs {
  /** From now on nothing is sent to that URL of the endpoint until it is proven. */
  demand(
    endpoint: { readonly id: string; readonly url: string },
    userId: number,
    nowMs: number,
  ): void;
  /** Whatever URL it has needs no proof. */
  waive(endpointId: string): void;
}

/** Prepares the statements of proofs. */
export function createEndpointProofs(database: Database): EndpointProofs {
  const { connection } = database;
  const refusal = createTestEventCounts(database);
  const demand = connection.prepare<[string, string]>(
    `INSERT INTO endpoint_proofs (endpoint_id, url) VALUES (?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE SET url = excluded.url, proven_at_ms = NULL`,
  );
  const waive = connection.prepare<[string]>(`DELETE FROM endpoint_proofs WHERE endpoint_id = ?`);
  const forget = connection.prepare<[string]>(
    `DELETE FROM test_events INDEXED BY test_events_by_endpoint
     WHERE endpoint_id = ? AND round IS NOT NULL AND settled_at_ms IS NULL`,
  );
  const add = connection.prepare<[string, number, number]>(
    `INSERT INTO test_events (endpoint_id, user_id, created_at_ms, round) VALUES (?, ?, ?, 0)`,
  );

  return {
    demand({ id, url }, userId, nowMs) {
      demand.run(id, url);
      forget.run(id);
      // Whoever moves it again and again sends no more than who tests it again and again.
      const isTooMany = refusal(id, userId, nowMs) !== null;
      add.run(id, userId, isTooMany ? nowMs + TEST_EVENT_WINDOW_MS : nowMs);
    },
    waive: (endpointId) => void waive.run(endpointId),
  };
}
