import type { AuditFilter, AuditQuery, AuditStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { createAuditChain } from './audit-chain.ts';
import { pageOfRows, toRecord, type AuditRow } from './audit-row.ts';

/** Reads the audit trail and keeps its hash chain. */
export function createSqliteAuditStore(database: Database): AuditStore {
  const statements = createStatementCache(database.connection);
  const chain = createAuditChain(database);

  return {
    async list(query) {
      const { text, parameters } = select(query);
      const rows = statements<AuditRow>(text).iterate(...parameters);
      const { page, isMoreLeft } = pageOfRows(rows, query.limit);
      const nextBeforeId = isMoreLeft ? (page.at(-1)?.id ?? null) : null;
      return { records: page.map(toRecord), nextBeforeId };
    },
    extendChain: async (limit) => chain.extend(limit),
    chainHead: async () => chain.head(),
    chain: async (afterId, limit) => chain.list(afterId, limit),
  };
}

/** One row more than asked for tells whether another page follows. */
function select({ filter, beforeId, limit }: AuditQuery): Sql {
  const before = sql`id < ${beforeId ?? Number.MAX_SAFE_INTEGER}`;
  return sql`SELECT * FROM audit_records ${filter === null ? nothing : condition(filter)}
    ${filter === null ? sql`WHERE` : sql`AND`} ${before} ORDER BY id DESC LIMIT ${limit + 1}`;
}

function condition({ by, id }: AuditFilter): Sql {
  switch (by) {
    case 'user':
      return sql`INDEXED BY audit_records_by_user WHERE user_id = ${id}`;
    case 'account':
      return sql`INDEXED BY audit_records_by_account WHERE account_id = ${id}`;
    case 'resend':
      return sql`INDEXED BY audit_records_by_resend WHERE resend_id = ${id}`;
    case 'endpoint':
      return sql`INDEXED BY audit_records_by_endpoint WHERE endpoint_id = ${id}`;
  }
}
