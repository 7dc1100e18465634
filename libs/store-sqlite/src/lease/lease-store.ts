import type { LeaseStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

interface LeaseRow {
  readonly holder: string;
  readonly fence: number;
  readonly ttl_ms: number;
  readonly expires_at_ms: number;
}

/** The lease of the active dispatcher, in one row whose fence only grows. */
export function createSqliteLeaseStore(database: Database): LeaseStore {
  const { connection } = database;
  const find = connection.prepare<[], LeaseRow>(
    `SELECT holder, fence, ttl_ms, expires_at_ms FROM dispatcher_lease WHERE id = 1`,
  );
  const take = connection.prepare<[string, number, number, number]>(
    `INSERT INTO dispatcher_lease (id, holder, fence, ttl_ms, expires_at_ms) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, fence = excluded.fence,
       ttl_ms = excluded.ttl_ms, expires_at_ms = excluded.expires_at_ms`,
  );
  const setExpiry = connection.prepare<[number, number]>(
    `UPDATE dispatcher_lease SET expires_at_ms = ? WHERE id = 1 AND fence = ?`,
  );
  const renew = connection.prepare<[number, number, string, number]>(
    `UPDATE dispatcher_lease SET ttl_ms = ?, expires_at_ms = ?
     WHERE id = 1 AND holder = ? AND fence = ?`,
  );
  const release = connection.prepare<[string, number]>(
    `UPDATE dispatcher_lease SET expires_at_ms = 0 WHERE id = 1 AND holder = ? AND fence = ?`,
  );

  return {
    acquire: async (holder, ttlMs, nowMs) =>
      database.write(() => {
        const lease = find.get();
        if (lease !== undefined && lease.holder !== holder && lease.expires_at_ms > nowMs) {
          // More than its ttl away: the clock went back. Nobody may wait for longer than the ttl.
          const latestMs = nowMs + lease.ttl_ms;
          if (lease.expires_at_ms > latestMs) setExpiry.run(latestMs, lease.fence);
          return null;
        }
        const number = (lease?.fence ?? 0) + 1;
        take.run(holder, number, ttlMs, nowMs + ttlMs);
        return { holder, number };
      }),
    renew: async (fence, ttlMs, nowMs) =>
      database.write(
        () => renew.run(ttlMs, nowMs + ttlMs, fence.holder, fence.number).changes === 1,
      ),
    release: async (fence) => database.write(() => void release.run(fence.holder, fence.number)),
  };
}
