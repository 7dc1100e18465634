import type { ErrorCode } from '@webhooks/domain';

import { domainAnswers, repeatableOutcome } from '../../http/domain-answers.ts';
import {
  badRequest,
  bodyTooLarge,
  headersTooLarge,
  methodNotAllowed,
  requestTimeout,
  routeNotFound,
  unsupportedMediaType,
} from '../../http/http-problem.ts';

/** Refusals that come from HTTP itself. */
export const HTTP_PROBLEMS = [
  badRequest(),
  routeNotFound(),
  methodNotAllowed('GET, HEAD, OPTIONS, POST'),
  requestTimeout(),
  bodyTooLarge(),
  unsupportedMediaType('Content-Type must be application/json'),
  headersTooLarge(),
] as const;

/** Every code that an error can have. */
export type RefusalCode =
  | ErrorCode
  | 'bad_request'
  | 'not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'headers_too_large'
  | 'internal_error';

/** A refusal as a caller sees it. */
export interface Refusal {
  readonly status: number;
  /** null: it says what is wrong with the request at hand. */
  readonly detail: string | null;
  /** Names of headers that it has beside X-Request-Id. */
  readonly headers: readonly string[];
}

/** When each of them is answered. */
export const MEANINGS = {
  bad_request: 'Malformed or ambiguous HTTP, such as two Content-Length headers.',
  qr_code_not_found: 'The QR Code is unknown, or in no account of yours.',
  transaction_not_found: 'The Transaction is unknown, or in no account of yours.',
  account_not_found: 'Branch and number are unknown, or not an account of yours.',
  endpoint_not_found: 'The endpoint is unknown, or in no account of yours.',
  identity_not_found: 'There is no client identity of that name.',
  event_not_found: 'The event is unknown, or in no account of yours.',
  events_not_found: 'Some of the events are unknown, or in no account of yours.',
  token_not_valid: 'The token is missing, malformed, expired or not for this API.',
  permission_denied: 'The token has not the right to this call.',
  resend_not_found: 'The resend is unknown, or of no account of yours.',
  delivery_not_found: 'The resend has no such delivery, or it is no longer kept.',
  not_found: 'There is no such path.',
  method_not_allowed: 'The path has no such method; `Allow` lists those that it has.',
  request_timeout: 'The request did not come to its end in time.',
  resend_settled: 'Nothing of it is left to be stopped or continued.',
  resend_not_settled: 'What failed is not final yet; try again when it is settled.',
  resend_cancelling: 'It is being cancelled, for good.',
  deliveries_pruned: 'Its deliveries are no longer kept, so those that failed are not known.',
  too_many_endpoints: 'The account has as many endpoints as its users may make.',
  body_too_large: 'The body is larger than what is read.',
  list_too_long: 'A list has more entries than one resend takes.',
  unsupported_media_type: 'The body is something else than plain JSON.',
  validation_error: 'Something is wrong in the request; `errors` names each field.',
  too_many_requests: 'A limit is reached; come back after `Retry-After` seconds.',
  headers_too_large: 'The headers are larger than what is read.',
  internal_error: 'A defect of ours; `detail` has the request id to report.',
  service_unavailable:
    'It cannot be taken now, and nothing was changed; come back after `Retry-After` seconds.',
  outcome_unknown:
    'No answer came in time, and the change may still have happened: look before you ask again. ' +
    'With an `Idempotency-Key` it is 503 with `Retry-After`: ask again with the same key.',
} as const satisfies Record<RefusalCode, string>;

const INTERNAL_ERROR: Refusal = { status: 500, detail: null, headers: [] };

/** What a caller gets with a code. hasKey: the request has an Idempotency-Key. */
export function refusalOf(code: RefusalCode, hasKey = false): Refusal {
  const problem = HTTP_PROBLEMS.find((candidate) => candidate.code === code);
  if (problem !== undefined) {
    const { status, detail, headers } = problem;
    return { status, detail, headers: Object.keys(headers) };
  }
  if (code === 'internal_error') return INTERNAL_ERROR;
  if (code === 'outcome_unknown' && hasKey) {
    const { status, detail } = repeatableOutcome;
    return { status, detail, headers: ['Retry-After'] };
  }
  const answer = domainAnswers[code as ErrorCode];
  const headers = 'headers' in answer ? Object.keys(answer.headers) : [];
  const retry = 'retry' in answer ? ['Retry-After'] : [];
  return { status: answer.status, detail: answer.detail, headers: [...headers, ...retry] };
}
