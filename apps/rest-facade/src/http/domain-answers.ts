import type { DomainError, ErrorCode } from '@webhooks/domain';

import { type ErrorText, fieldError, type NotFoundEntry } from './answer.ts';

/** The v3 answer to a domain error. */
export interface DomainAnswer {
  readonly status: number;
  /** Fixed by the contract; null: the error's own message. */
  readonly detail: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer says when to come back. */
  readonly retry?: boolean;
}

/** One answer for every code. */
export const domainAnswers = {
  qr_code_not_found: { status: 400, detail: 'QR Code not found' },
  transaction_not_found: { status: 400, detail: 'Transaction not found' },
  account_not_found: { status: 400, detail: 'Account not found' },
  endpoint_not_found: { status: 404, detail: 'Endpoint not found' },
  identity_not_found: { status: 404, detail: 'Client identity not found' },
  event_not_found: { status: 404, detail: 'Event not found' },
  events_not_found: { status: 400, detail: 'Event not found' },
  resend_not_found: { status: 404, detail: 'Resend not found' },
  delivery_not_found: { status: 404, detail: 'Delivery not found' },
  validation_error: { status: 422, detail: null },
  list_too_long: { status: 413, detail: null },
  token_not_valid: {
    status: 401,
    detail: 'Unauthorized',
    headers: { 'WWW-Authenticate': 'Bearer' },
  },
  permission_denied: { status: 403, detail: 'Permission denied' },
  resend_settled: { status: 409, detail: 'Resend is settled' },
  resend_not_settled: { status: 409, detail: 'Resend is not settled yet' },
  resend_cancelling: { status: 409, detail: 'Resend is being cancelled' },
  deliveries_pruned: { status: 409, detail: 'Deliveries of this resend are no longer kept' },
  too_many_endpoints: { status: 409, detail: null },
  too_many_requests: { status: 429, detail: null, retry: true },
  service_unavailable: { status: 503, detail: 'Service unavailable', retry: true },
  outcome_unknown: {
    status: 504,
    detail: 'No answer came in time; it may still have happened. Look before you ask again.',
  },
} as const satisfies Record<ErrorCode, DomainAnswer>;

/** The answer to outcome_unknown where asking again is safe, since the request has a key. */
export const repeatableOutcome: DomainAnswer = {
  status: 503,
  detail: 'No answer came in time; it may still have happened. Ask again with the same key.',
  retry: true,
};

/** What a caller waits before coming back when the error does not say. */
const DEFAULT_RETRY_AFTER_S = 1;

/** The status, headers and text of a domain error. */
export function answerTo(error: DomainError): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: ErrorText;
} {
  const isRepeatable = error.code === 'outcome_unknown' && error.retryAfterMs !== null;
  const answer: DomainAnswer = isRepeatable ? repeatableOutcome : domainAnswers[error.code];
  const { status, detail, headers, retry } = answer;
  const isInvalid = error.code === 'validation_error';
  return {
    status,
    headers: { ...headers, ...(retry ? { 'Retry-After': String(retryAfterS(error)) } : {}) },
    text: {
      detail: detail ?? error.message,
      code: error.code,
      errors: isInvalid ? error.violations.map(fieldError) : undefined,
      notFound: error.notFound.length > 0 ? notFoundOf(error) : undefined,
      limit: error.limit ?? undefined,
    },
  };
}

/** Entries as they were asked for. */
function notFoundOf({ code, notFound }: DomainError): readonly NotFoundEntry[] {
  if (code !== 'events_not_found') return notFound.map(Number);
  return notFound.map((entry) => {
    // An id has no such character.
    const end = entry.indexOf('=');
    return end === -1 ? entry : { [entry.slice(0, end)]: entry.slice(end + 1) };
  });
}

function retryAfterS({ retryAfterMs }: DomainError): number {
  return Math.max(DEFAULT_RETRY_AFTER_S, Math.ceil((retryAfterMs ?? 0) / 1000));
}
