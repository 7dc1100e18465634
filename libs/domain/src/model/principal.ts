/** A person behind an access token. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: number;
  /** The jti of the token, for the audit record. */
  readonly tokenId: string;
}

/** Rights that a service token can carry. */
export const serviceScopes = [
  'catalog:read',
  'catalog:write',
  'audit:read',
  'resend:act-as-user',
  'portal:mint',
] as const;

export type ServiceScope = (typeof serviceScopes)[number];

/** An internal service behind a service token. */
export interface ServicePrincipal {
  readonly kind: 'service';
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  /** The jti of the token, for the audit record; null when it has none. */
  readonly tokenId: string | null;
  /** The user that it acts for; null when it acts for itself. */
  readonly actingUserId: number | null;
}

export type Principal = UserPrincipal | ServicePrincipal;
