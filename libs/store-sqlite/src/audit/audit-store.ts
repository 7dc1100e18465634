import type {
  AuditAction,
  AuditFilter,
  AuditQuery,
  AuditRecord,
  AuditStore,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import type { AuditDetails } from './audit-log.ts';

interface AuditRow {
  readonly id: number;
  readonly at_ms: number;
  readonly action: AuditAction;
  readonly user_id: number | null;
  readonly service: string | null;
  readonly token_id: string | null;
  readonly peer_address: string;
  readonly told_address: string | null;
  readonly request_id: string;
  readonly account_id: number;
  readonly resend_id: number | null;
  readonly endpoint_id: string | null;
  readonly details: string;
}

/** Characters of details in a page: what a resend lists may take 64 KiB of them. */
const MAX_DETAILS = 256 * 1024;

/** Reads the audit trail. */
export function createSqliteAuditStore({ connection }: Database): AuditStore {
  const statements = createStatementCache(connection);

  return {
    async list(query) {
      const { text, parameters } = select(query);
      const page: AuditRow[] = [];
      let length = 0;
      for (const row of statements<AuditRow>(text).iterate(...parameters)) {
        length += row.details.length;
        const last = page.at(-1);
        if (last !== undefined && (page.length >= query.limit || length > MAX_DETAILS)) {
          return { records: page.map(toRecord), nextBeforeId: last.id };
        }
        page.push(row);
      }
      return { records: page.map(toRecord), nextBeforeId: null };
    },
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

function toRecord(row: AuditRow): AuditRecord {
  const details = JSON.parse(row.details) as AuditDetails;
  return {
    id: row.id,
    atMs: row.at_ms,
    action: row.action,
    userId: row.user_id,
    service: row.service,
    tokenId: row.token_id,
    peerAddress: row.peer_address,
    forwardedFor: row.told_address,
    requestId: row.request_id,
    accountId: row.account_id,
    resendId: row.resend_id,
    endpointId: row.endpoint_id,
    predicate: details.predicate ?? null,
    options: details.options ?? null,
    retryOfId: details.retryOfId ?? null,
    changes: details.changes ?? [],
  };
}
