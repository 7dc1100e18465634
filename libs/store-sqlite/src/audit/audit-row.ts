import type { AuditAction, AuditRecord } from '@webhooks/domain';

import type { AuditDetails } from './audit-log.ts';

/** A row of audit_records. Its columns never change their meaning: the hash chain is made of them. */
export interface AuditRow {
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

/** The first rows that fit into a page, and whether there are more. */
export function pageOfRows<Row extends AuditRow>(
  rows: Iterable<Row>,
  limit: number,
): { readonly page: readonly Row[]; readonly isMoreLeft: boolean } {
  const page: Row[] = [];
  let length = 0;
  for (const row of rows) {
    length += row.details.length;
    if (page.length > 0 && (page.length >= limit || length > MAX_DETAILS)) {
      return { page, isMoreLeft: true };
    }
    page.push(row);
  }
  return { page, isMoreLeft: false };
}

/** The act that a row holds. */
export function toRecord(row: AuditRow): AuditRecord {
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
