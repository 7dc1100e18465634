import type { Actor } from '../model/audit.ts';
import type { ClientIdentity } from '../model/client-identity.ts';
import type { IsAwaited } from '../model/is-awaited.ts';

/** What is to be known of an identity, whether it exists or not. */
export interface IdentityRef {
  readonly name: string;
  /** As in ClientIdentity; it never changes. */
  readonly accountId: number | null;
}

/** A certificate for an identity. */
export interface NewCertificate extends IdentityRef {
  /** As in ClientCertificate. */
  readonly chain: string;
  /** Null: the key of the signing request that waits. */
  readonly privateKey: string | null;
  /** Until then the certificate before is shown. */
  readonly useFromMs: number;
  /** Undefined leaves it as it is. */
  readonly isDefault?: boolean | undefined;
}

/** Why nothing was changed. */
export type IdentityRefusal =
  /** There is none of that name. */
  | 'unknown'
  | 'account_unknown'
  /** It belongs to another account, or to all. */
  | 'other_account'
  /** Another identity is the default there. */
  | 'other_default'
  /** No key waits for this certificate. */
  | 'no_key'
  /** As many as are allowed exist. */
  | 'too_many'
  /** Endpoints name it. */
  | 'in_use';

/** The identity after the change, or why there was none. */
export type IdentityResult = ClientIdentity | IdentityRefusal;

/** What every change of an identity comes with. */
export interface IdentityChange {
  readonly nowMs: number;
  readonly actor: Actor;
  readonly isAwaited?: IsAwaited | undefined;
}

/** The newest certificate of an identity, which ends within so many days. */
export interface CertificateExpiry {
  readonly name: string;
  readonly fingerprint: string;
  readonly notAfterMs: number;
  readonly withinDays: number;
}

/** Client identities and their keys, which nothing here gives away. Written by the service alone. */
export interface IdentityStore {
  get(name: string): Promise<ClientIdentity | null>;
  /** By name, strictly after one. */
  list(afterName: string, limit: number): Promise<readonly ClientIdentity[]>;
  /** Keeps a key that waits for its certificate, in place of one that waited. Throws notAwaited. */
  putSigningRequest(
    wanted: IdentityRef & { readonly signingRequest: string; readonly privateKey: string },
    change: IdentityChange,
  ): Promise<IdentityResult>;
  /**
   * Puts a certificate in front. fits: whether a key is the certificate's own. What is there already
   * changes nothing. Throws notAwaited.
   */
  putCertificate(
    wanted: NewCertificate,
    fits: (privateKey: string) => boolean,
    change: IdentityChange,
  ): Promise<IdentityResult>;
  /** Throws notAwaited. */
  setDefault(name: string, isDefault: boolean, change: IdentityChange): Promise<IdentityResult>;
  /**
   * Adds notifications for the accounts whose endpoints are shown the certificate, once for each
   * number of days; says how many.
   */
  tellExpiry(expiry: CertificateExpiry, nowMs: number): Promise<number>;
  /** Throws notAwaited. */
  remove(name: string, change: IdentityChange): Promise<IdentityResult>;
}
