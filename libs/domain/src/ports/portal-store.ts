import type { Actor } from '../model/audit.ts';

/** A link that a platform asks for. */
export interface NewPortalLink {
  /** SHA-256 of its token, in hexadecimal digits. */
  readonly tokenHash: string;
  readonly accountIds: readonly number[];
  readonly expiresAtMs: number;
  /** How long its session lasts. */
  readonly sessionMs: number;
}

/** What became of the wish for a link. */
export type PortalLinkCreation =
  | { readonly kind: 'created'; readonly userId: number }
  /** Accounts that do not exist. */
  | { readonly kind: 'unknown_accounts'; readonly accountIds: readonly number[] }
  /** So many are kept that it is no more one's own customers who open them. */
  | { readonly kind: 'too_many' };

/** A session that a link began. */
export interface PortalSession {
  readonly userId: number;
  readonly endsAtMs: number;
}

/** Links by which customers of a platform open the console. */
export interface PortalStore {
  createLink(link: NewPortalLink, atMs: number, actor: Actor): Promise<PortalLinkCreation>;
  /**
   * Begins the session of a link: from now on its user has access to its accounts. Null when there is
   * no such link, it has ended, or it was opened before.
   */
  openLink(
    tokenHash: string,
    atMs: number,
    caller: Omit<Actor, 'userId' | 'service' | 'tokenId'>,
  ): Promise<PortalSession | null>;
}
