import type { AuditRecord } from '../model/audit.ts';

/** Restricts a list of records to those that concern one thing. */
export type AuditFilter =
  | { readonly by: 'user' | 'account' | 'resend'; readonly id: number }
  | { readonly by: 'endpoint'; readonly id: string };

export interface AuditQuery {
  /** Null: every record. */
  readonly filter: AuditFilter | null;
  /** Only records before the one with this id. */
  readonly beforeId: number | null;
  readonly limit: number;
}

/** Newest first. The id is null when nothing older is left. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  readonly nextBeforeId: number | null;
}

/** What was done and by whom. Written by the other stores, in the transactions of what they record. */
export interface AuditStore {
  list(query: AuditQuery): Promise<AuditPage>;
}
