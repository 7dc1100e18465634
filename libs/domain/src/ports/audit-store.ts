import type { AuditChainHead, AuditRecord, ChainedAuditRecord } from '../model/audit.ts';

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
  /** Adds records to the hash chain, oldest first and at most so many; how many it added. */
  extendChain(limit: number): Promise<number>;
  /** The end of the chain; null while nothing is in it. */
  chainHead(): Promise<AuditChainHead | null>;
  /**
   * Records of the chain behind the one with an id, oldest first: at most so many, and fewer where
   * they are long, but one if there is any.
   */
  chain(afterId: number, limit: number): Promise<readonly ChainedAuditRecord[]>;
}
