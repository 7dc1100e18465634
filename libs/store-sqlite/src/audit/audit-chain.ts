import type { AuditChainHead, ChainedAuditRecord } from '@webhooks/domain';
import { canonicalJson, linkHash, NO_LINK } from '@webhooks/runtime';

import type { Database } from '../sql/database.ts';
import { pageOfRows, type AuditRow } from './audit-row.ts';

/** The hash chain over the audit trail; see AuditStore. */
export interface AuditChain {
  extend(limit: number): Promise<number>;
  head(): AuditChainHead | null;
  list(afterId: number, limit: number): readonly ChainedAuditRecord[];
}

type ChainedRow = AuditRow & { readonly hash: string };

/** Prepares the statements of the chain. */
export function createAuditChain(database: Database): AuditChain {
  const { connection } = database;
  const last = connection.prepare<[], AuditChainHead>(
    `SELECT record_id AS recordId, hash FROM audit_chain
     WHERE record_id = (SELECT max(record_id) FROM audit_chain)`,
  );
  const before = connection.prepare<[number], AuditChainHead>(
    `SELECT record_id AS recordId, hash FROM audit_chain WHERE record_id < ?
     ORDER BY record_id DESC LIMIT 1`,
  );
  const recordsBehind = connection.prepare<[number, number], AuditRow>(
    `SELECT * FROM audit_records WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const append = connection.prepare<[number, string]>(
    `INSERT INTO audit_chain (record_id, hash) VALUES (?, ?)`,
  );
  const chained = connection.prepare<[number, number], ChainedRow>(
    `SELECT r.*, c.hash FROM audit_chain c CROSS JOIN audit_records r ON r.id = c.record_id
     WHERE c.record_id > ? ORDER BY c.record_id LIMIT ?`,
  );

  /** Asked for first, so that nothing takes the write lock while nothing is done. */
  const isComplete = (): boolean => recordsBehind.get(last.get()?.recordId ?? 0, 1) === undefined;

  function appendAll(limit: number): number {
    const head = last.get();
    let hash = head?.hash ?? NO_LINK;
    const rows = recordsBehind.all(head?.recordId ?? 0, limit);
    for (const row of rows) {
      hash = linkHash(hash, textOf(row));
      append.run(row.id, hash);
    }
    return rows.length;
  }

  return {
    extend: async (limit) => (isComplete() ? 0 : database.writeQueued(() => appendAll(limit))),
    head: () => last.get() ?? null,
    list(afterId, limit) {
      const { page } = pageOfRows(chained.iterate(afterId, limit), limit);
      const [first] = page;
      if (first === undefined) return [];
      let previousHash = before.get(first.id)?.hash ?? NO_LINK;
      return page.map(({ hash, ...row }) => {
        const link = { id: row.id, record: textOf(row), previousHash, hash };
        previousHash = hash;
        return link;
      });
    },
  };
}

/** What is hashed of a record, and exported: its columns, without those that are null. */
function textOf({ details, ...columns }: AuditRow): string {
  const known = Object.entries(columns).filter(([, value]) => value !== null);
  return canonicalJson({ ...Object.fromEntries(known), details: JSON.parse(details) as unknown });
}
