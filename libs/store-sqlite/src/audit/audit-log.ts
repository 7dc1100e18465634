import type {
  AuditAction,
  AuditedPredicate,
  FieldChange,
  Actor,
  ResendOptions,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** What was done, to what. */
export interface AuditEntry {
  readonly atMs: number;
  readonly action: AuditAction;
  readonly accountId: number;
  readonly resendId?: number;
  readonly endpointId?: string;
  readonly details?: AuditDetails;
}

/** The part of a record that differs from action to action, kept as JSON. */
export interface AuditDetails {
  readonly predicate?: AuditedPredicate;
  readonly options?: ResendOptions;
  readonly retryOfId?: number;
  readonly changes?: readonly FieldChange[];
}

/** Appends to the audit trail. Runs inside the write transaction of what it records. */
export type AppendAuditRecord = (entry: AuditEntry, actor: Actor) => void;

/** Prepares the statement of the audit trail; `forwardedFor` is its column told_address. */
export function createAuditLog({ connection }: Pick<Database, 'connection'>): AppendAuditRecord {
  const append = connection.prepare<unknown[]>(
    `INSERT INTO audit_records (at_ms, action, user_id, service, token_id, peer_address,
       told_address, request_id, account_id, resend_id, endpoint_id, details)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  return (entry, actor) =>
    void append.run(
      entry.atMs,
      entry.action,
      actor.userId,
      actor.service,
      actor.tokenId,
      actor.peerAddress,
      actor.forwardedFor,
      actor.requestId,
      entry.accountId,
      entry.resendId ?? null,
      entry.endpointId ?? null,
      JSON.stringify(entry.details ?? {}),
    );
}
