import type { Account, AccountReference } from '../model/account.ts';
import type { Actor } from '../model/audit.ts';
import type { Endpoint, EndpointDisabledReason, SigningSecret } from '../model/endpoint.ts';
import type { DomainError, FieldViolation } from '../model/errors.ts';
import type { EndpointOutcome, RecordedEvent, WebhookObject } from '../model/event.ts';
import type { IsAwaited } from '../model/is-awaited.ts';
import type { ResendType } from '../model/resend-type.ts';
import type { SelectionList } from '../model/selection.ts';
import type { VerificationMode } from '../model/test-event.ts';
import type { NewCertificate } from './identity-store.ts';

/** One validated record of an import. Signing secrets never expire here; rotation sets that. */
export type CatalogRecord =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint }
  | { readonly kind: 'object'; readonly object: WebhookObject }
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'outcome'; readonly outcome: EndpointOutcome }
  | { readonly kind: 'client_identity'; readonly identity: ImportedClientIdentity };

/** A client identity with its certificate, as imports have it; shown from then on. */
export interface ImportedClientIdentity extends Required<Omit<NewCertificate, 'useFromMs'>> {
  readonly isDefault: boolean;
  readonly privateKey: string;
}

/** Null: durable now. Otherwise why the record contradicts what is known. */
export type CatalogWriteResult = FieldViolation | null;

/** What UpdateEndpoint may change; undefined leaves a field as it is. */
export interface EndpointChange {
  readonly url?: string | undefined;
  readonly typeWebhook?: string | undefined;
  readonly authorizationToken?: string | null | undefined;
  readonly xFunctionsKey?: string | null | undefined;
  readonly disabled?: boolean | undefined;
  readonly maxInFlight?: number | null | undefined;
  readonly maxRatePerSecond?: number | null | undefined;
  readonly clientIdentity?: string | null | undefined;
  readonly trustAnchors?: string | null | undefined;
  readonly egressProxy?: string | null | undefined;
  readonly recoversAutomatically?: boolean | undefined;
  readonly isTest?: boolean | undefined;
}

/** What a user may change. Token and key are for the URL that they come with. */
export interface OwnEndpointChange {
  readonly url?: string | undefined;
  readonly authorizationToken?: string | undefined;
  readonly xFunctionsKey?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly recoversAutomatically?: boolean | undefined;
  /** True: another URL has to prove itself. */
  readonly needsProof?: boolean;
}

/** An endpoint as a user asks for it. */
export interface NewOwnEndpoint {
  readonly account: AccountReference;
  readonly url: string;
  readonly typeWebhook: string;
  readonly authorizationToken: string | null;
  readonly xFunctionsKey: string | null;
  /** True: its URL has to prove itself. */
  readonly needsProof?: boolean;
}

/** Who asks for an endpoint. */
export interface OwnEndpointOrigin {
  readonly userId: number;
  /** Null: each request makes one. */
  readonly idempotencyKey: string | null;
}

/** What became of a user's request for an endpoint. */
export type OwnEndpointCreation =
  | {
      /** already_created: by an earlier request of the user with that key. */
      readonly kind: 'created' | 'already_created';
      readonly id: string;
      /** Null: it was changed since it was made. */
      readonly signingSecret: string | null;
    }
  | { readonly kind: 'idempotency_key_reused' }
  | { readonly kind: 'refused'; readonly error: DomainError };

/** What became of a user's change. */
export interface OwnEndpointUpdate {
  readonly endpoint: StoredEndpoint;
  /** The endpoint moved and lost what was given for the place before. */
  readonly credentialsDropped: boolean;
  /** In place of those that it had; null when they stay. It is shown this once. */
  readonly newSigningSecret: string | null;
  /** Since when it was disabled until now; null: this did not enable it. */
  readonly wasDisabledSinceMs: number | null;
}

/** Accounts, access, endpoints, objects and events. Written by the service alone. */
export interface CatalogStore {
  /** Which URLs have to prove themselves where no setting says it; off in databases of before. */
  verificationDefault(): Promise<VerificationMode>;
  /**
   * Writes records in their order in one durable transaction and says of each what became of it.
   * Upserts by id; an event's recorded fields, the owner of an object and the account of an
   * endpoint never change, so a record that contradicts them is refused alone.
   */
  write(
    records: readonly CatalogRecord[],
    nowMs: number,
    actor: Actor,
  ): Promise<readonly CatalogWriteResult[]>;
  /** Says of each user whether they have access to that account now. */
  haveAccess(
    pairs: readonly { readonly accountId: number; readonly userId: number }[],
  ): Promise<readonly boolean[]>;
  /** The account's id if it exists and the user has access to it. */
  findAccount(reference: AccountReference, userId: number): Promise<number | null>;
  /** The id of the account that owns the object, if the object exists and the user has access. */
  findObjectAccount(
    resendType: ResendType,
    objectReferenceId: number,
    userId: number,
  ): Promise<number | null>;
  /**
   * The account of each entry of a list; null where the user has access to no such entry. Keys are
   * looked for in one account, which the user has access to.
   */
  findListed(
    resendType: ResendType,
    list: SelectionList,
    userId: number,
    accountId: number | null,
  ): Promise<readonly (number | null)[]>;
  getEndpoint(id: string): Promise<StoredEndpoint | null>;
  /** Ordered by id, strictly after afterId. */
  listEndpoints(accountId: number, afterId: string, limit: number): Promise<StoredEndpoint[]>;
  /** Null when it does not exist. Throws notAwaited. */
  updateEndpoint(
    id: string,
    change: EndpointChange,
    nowMs: number,
    actor: Actor,
    isAwaited?: IsAwaited,
  ): Promise<StoredEndpoint | null>;
  /**
   * The same for a user with access to the endpoint's account. Null when it does not exist or belongs
   * to an account of others. At another URL it keeps no token, key or signing secret that was given
   * for the one before.
   */
  updateOwnEndpoint(
    id: string,
    userId: number,
    change: OwnEndpointChange,
    nowMs: number,
    actor: Actor,
    isAwaited?: IsAwaited,
  ): Promise<OwnEndpointUpdate | null>;
  /**
   * Makes an endpoint of an account that the user has access to. An account has a bounded number of
   * endpoints that users make. Throws notAwaited.
   */
  createOwnEndpoint(
    endpoint: NewOwnEndpoint,
    origin: OwnEndpointOrigin,
    nowMs: number,
    actor: Actor,
    isAwaited?: IsAwaited,
  ): Promise<OwnEndpointCreation>;
  /**
   * Removes an endpoint for good, with its credentials. What waits for it is skipped; what was
   * delivered stays known, under an id that only an import may use again. False: it does not exist or
   * belongs to an account of others. Throws notAwaited.
   */
  removeOwnEndpoint(
    id: string,
    userId: number,
    nowMs: number,
    actor: Actor,
    isAwaited?: IsAwaited,
  ): Promise<boolean>;
  /**
   * Puts a secret in front and lets those before it expire. Null when it does not exist.
   * Throws notAwaited.
   */
  rotateSecret(
    id: string,
    secret: string,
    oldExpireAtMs: number,
    nowMs: number,
    actor: Actor,
    isAwaited?: IsAwaited,
  ): Promise<StoredEndpoint | null>;
}

/** An endpoint as it is kept. */
export interface StoredEndpoint extends Endpoint {
  readonly signingSecrets: readonly SigningSecret[];
  readonly disabledReason: EndpointDisabledReason | null;
  readonly disabledAtMs: number | null;
}
