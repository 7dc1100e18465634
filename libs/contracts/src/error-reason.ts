import type { ErrorCode } from '@webhooks/domain';

/** google.rpc.ErrorInfo.domain of every error of ours. */
export const ERROR_DOMAIN = 'webhooks.resend';

const reasons = {
  qr_code_not_found: 'QR_CODE_NOT_FOUND',
  transaction_not_found: 'TRANSACTION_NOT_FOUND',
  account_not_found: 'ACCOUNT_NOT_FOUND',
  resend_not_found: 'RESEND_NOT_FOUND',
  delivery_not_found: 'DELIVERY_NOT_FOUND',
  endpoint_not_found: 'ENDPOINT_NOT_FOUND',
  identity_not_found: 'IDENTITY_NOT_FOUND',
  event_not_found: 'EVENT_NOT_FOUND',
  events_not_found: 'EVENTS_NOT_FOUND',
  validation_error: 'VALIDATION_ERROR',
  list_too_long: 'LIST_TOO_LONG',
  token_not_valid: 'TOKEN_NOT_VALID',
  permission_denied: 'PERMISSION_DENIED',
  resend_settled: 'RESEND_SETTLED',
  resend_not_settled: 'RESEND_NOT_SETTLED',
  resend_cancelling: 'RESEND_CANCELLING',
  deliveries_pruned: 'DELIVERIES_PRUNED',
  too_many_endpoints: 'TOO_MANY_ENDPOINTS',
  too_many_requests: 'TOO_MANY_REQUESTS',
  service_unavailable: 'SERVICE_UNAVAILABLE',
  outcome_unknown: 'OUTCOME_UNKNOWN',
} as const satisfies Record<ErrorCode, Uppercase<ErrorCode>>;

/** The codes of the domain, said without it, since the contract is published by itself. */
type ReasonedCode = keyof typeof reasons;

const codes: ReadonlyMap<string, ReasonedCode> = new Map(
  Object.entries(reasons).map(([code, reason]) => [reason, code as ReasonedCode]),
);

/** google.rpc.ErrorInfo.reason of an error code. */
export function reasonOf(code: ReasonedCode): string {
  return reasons[code];
}

/** The error code behind a reason; null when it is none of ours. */
export function codeOf(reason: string): ReasonedCode | null {
  return codes.get(reason) ?? null;
}
