/** One thing wrong with one field of a request. */
export interface FieldError {
  /** Empty when it is the whole request. */
  readonly field: string;
  readonly message: string;
  /** For programs: "required", "unknown_endpoint" and the like; "invalid" where nothing says more. */
  readonly code: string;
  /** The entry of the field that it is about; null where it is about the field. */
  readonly entry: string | null;
}

/** Codes of the API that a program may want to act on; the list is open. */
export type ApiErrorCode =
  | 'qr_code_not_found'
  | 'transaction_not_found'
  | 'account_not_found'
  | 'endpoint_not_found'
  | 'event_not_found'
  | 'events_not_found'
  | 'resend_not_found'
  | 'delivery_not_found'
  | 'validation_error'
  | 'list_too_long'
  | 'token_not_valid'
  | 'permission_denied'
  | 'resend_settled'
  | 'resend_not_settled'
  | 'resend_cancelling'
  | 'deliveries_pruned'
  | 'too_many_endpoints'
  | 'too_many_requests'
  | 'service_unavailable'
  | 'outcome_unknown'
  | 'internal_error'
  | 'unexpected_answer'
  | (string & {});

/** An entry of a list as it was asked for: an ID, or the object with a key. */
export type NotFoundEntry = number | string | Readonly<Record<string, string>>;

/** Which limit refused a call. */
export interface ReachedLimit {
  /** Such as "active_bulk_resends_of_user"; the list is open. */
  readonly name: string;
  /** What is allowed; null where that depends on what others have just now. */
  readonly value: number | null;
}

/** What a refusal consists of. */
export interface ApiErrorFields {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly requestId: string | null;
  readonly fields?: readonly FieldError[];
  readonly notFound?: readonly NotFoundEntry[];
  readonly limit?: ReachedLimit | null;
  readonly retryAfterMs?: number | null;
}

/** The API refused a call. The message is its `detail`. */
export class ResendApiError extends Error {
  override readonly name: string = 'ResendApiError';
  /** HTTP status. */
  readonly status: number;
  /** "unexpected_answer": what came was not of the API, but of something in between. */
  readonly code: ApiErrorCode;
  /** Names the call in the logs of the platform; null when the answer had none. */
  readonly requestId: string | null;
  /** What is wrong with a request, field by field; empty unless code is "validation_error". */
  readonly fields: readonly FieldError[];
  /** Entries of a list that are not found, all of them; empty where no list is the matter. */
  readonly notFound: readonly NotFoundEntry[];
  /** Which limit was reached; null where none is the matter. */
  readonly limit: ReachedLimit | null;
  /** How long the API asks to wait before another try; null where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(detail: string, of: ApiErrorFields) {
    const { status, code, requestId, fields, notFound, limit, retryAfterMs } = of;
    super(detail);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.fields = fields ?? [];
    this.notFound = notFound ?? [];
    this.limit = limit ?? null;
    this.retryAfterMs = retryAfterMs ?? null;
  }
}

/** What an unknown outcome consists of. */
export interface OutcomeUnknownFields extends Omit<ApiErrorFields, 'code' | 'fields' | 'notFound'> {
  readonly idempotencyKey: string | null;
}

/**
 * The API was asked for a change, and nobody could say in time whether it took effect. With an
 * idempotencyKey, asking again with that key is safe; without one, look before you ask again.
 */
export class ResendOutcomeUnknownError extends ResendApiError {
  override readonly name: string = 'ResendOutcomeUnknownError';
  /** The key that makes it safe to ask again; null: it is not, so look first. */
  readonly idempotencyKey: string | null;

  constructor(detail: string, { idempotencyKey, ...fields }: OutcomeUnknownFields) {
    super(detail, { ...fields, code: 'outcome_unknown' });
    this.idempotencyKey = idempotencyKey;
  }
}

/**
 * No answer came, so nobody here knows whether the call took effect. Asking again with the same
 * idempotency key is safe.
 */
export class ResendConnectionError extends Error {
  override readonly name = 'ResendConnectionError';
  readonly code: 'connection_failed' | 'timeout';
  /** The key that the call was sent with; null: it had none. */
  readonly idempotencyKey: string | null;

  constructor(
    code: 'connection_failed' | 'timeout',
    message: string,
    options: { readonly cause?: unknown; readonly idempotencyKey?: string | null } = {},
  ) {
    super(message, options);
    this.code = code;
    this.idempotencyKey = options.idempotencyKey ?? null;
  }
}
