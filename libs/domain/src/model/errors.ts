import type { ReachedLimit } from './reached-limit.ts';

/** Every way in which a call can be refused. Each edge maps all of them in one table. */
export type ErrorCode =
  | 'qr_code_not_found'
  | 'transaction_not_found'
  | 'account_not_found'
  | 'resend_not_found'
  | 'delivery_not_found'
  | 'endpoint_not_found'
  | 'identity_not_found'
  | 'event_not_found'
  | 'events_not_found'
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
  | 'outcome_unknown';

/** What is wrong with a field, for programs; a code keeps its meaning when the text changes. */
export const fieldCodes = [
  /** The value is not what the field has to be. */
  'invalid',
  'required',
  'unknown_field',
  /** Another field that is given rules it out. */
  'beside_another',
  'after_end',
  'needs_undelivered',
  'single_object',
  'too_far_ahead',
  'unknown_endpoint',
  'endpoint_disabled',
  'endpoint_is_test',
  'endpoint_not_test',
  'address_not_allowed',
] as const;

export type FieldCode = (typeof fieldCodes)[number];

/** One thing wrong with one field. */
export interface FieldViolation {
  /** As the caller wrote it, dotted; empty when it is the whole request. */
  readonly field: string;
  readonly message: string;
  /** Absent: invalid. */
  readonly code?: FieldCode;
  /** The entry of the field that it is about, where its message names one. */
  readonly entry?: string;
}

/** A refusal that the caller may see. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly violations: readonly FieldViolation[];
  /** How long to wait before trying again; null where waiting does not help. */
  readonly retryAfterMs: number | null;
  /** Entries of a list that are unknown or foreign, as texts. */
  readonly notFound: readonly string[];
  /** Which limit it is that was reached; null where none is the matter. */
  readonly limit: ReachedLimit | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly violations?: readonly FieldViolation[];
      readonly retryAfterMs?: number;
      readonly notFound?: readonly string[];
      readonly limit?: ReachedLimit;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.violations = options.violations ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.notFound = options.notFound ?? [];
    this.limit = options.limit ?? null;
  }
}

/** A request that is wrong in itself; the message names every field. */
export function validationError(violations: readonly FieldViolation[]): DomainError {
  const message = violations
    .map(({ field, message }) => (field === '' ? message : `${field} ${message}`))
    .join('; ');
  return new DomainError('validation_error', `Validation error: ${message}`, { violations });
}

/** Unknown and forbidden alike. */
export function objectNotFound(
  resendType: 'CASHIN' | 'CASHOUT',
  notFound: readonly string[] = [],
): DomainError {
  return resendType === 'CASHIN'
    ? new DomainError('qr_code_not_found', 'QR Code not found', { notFound })
    : new DomainError('transaction_not_found', 'Transaction not found', { notFound });
}

/** Unknown and forbidden alike. */
export function accountNotFound(): DomainError {
  return new DomainError('account_not_found', 'Account not found');
}

/** Unknown and forbidden alike. */
export function endpointNotFound(): DomainError {
  return new DomainError('endpoint_not_found', 'Endpoint not found');
}

/** The account has as many as its users may make, or has had as many as are remembered. */
export function tooManyEndpoints(message: string, limit: ReachedLimit): DomainError {
  return new DomainError('too_many_endpoints', message, { limit });
}

export function identityNotFound(): DomainError {
  return new DomainError('identity_not_found', 'Client identity not found');
}

/** Unknown and forbidden alike. */
export function eventNotFound(): DomainError {
  return new DomainError('event_not_found', 'Event not found');
}

/** Unknown and forbidden alike: events that a selection names. */
export function eventsNotFound(notFound: readonly string[]): DomainError {
  return new DomainError('events_not_found', 'Event not found', { notFound });
}

/** Unknown and somebody else's alike. */
export function resendNotFound(): DomainError {
  return new DomainError('resend_not_found', 'Resend not found');
}

/** Nothing of it can be changed any more. */
export function resendSettled(): DomainError {
  return new DomainError('resend_settled', 'Resend is settled');
}

/** Its caller waits no longer, so nothing was done for it. */
export function notAwaited(): DomainError {
  return new DomainError('service_unavailable', 'The caller waits no longer; nothing was done');
}

/** A change was asked for, and nobody could say in time whether it took effect. */
export function outcomeUnknown(
  options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
): DomainError {
  return new DomainError(
    'outcome_unknown',
    'No answer came in time; it may have happened',
    options,
  );
}
