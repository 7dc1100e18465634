import type { AuditAction, AuditedPredicate, FieldChange, Actor } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** What was done, to what. */
export interface Act {
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
  readonly retryOfId?: number;
  readonly changes?: readonly FieldChange[];
}

/** Appends to the audit trail. Runs inside the write transaction of the act. */
export type AppendAct = (act: Act, actor: Actor) => void;

/** Prepares the statement of the audit trail. */
export function createAuditLog({ connection }: Pick<Database, 'connection'>): AppendAct {
  const append = connection.prepare<unknown[]>(
    `INSERT INTO audit_records (at_ms, action, user_id, service, token_id, peer_address,
       told_address, request_id, account_id, resend_id, endpoint_id, details)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  return (act, actor) =>
    void append.run(
      act.atMs,
      act.action,
      actor.userId,
      actor.service,
      actor.tokenId,
      actor.peerAddress,
      actor.forwardedFor,
      actor.requestId,
      act.accountId,
      act.resendId ?? null,
      act.endpointId ?? null,
      JSON.stringify(act.details ?? {}),
    );
}
