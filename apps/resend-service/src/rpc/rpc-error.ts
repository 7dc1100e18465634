import { durationFromMs } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';

import {
  BadRequestSchema,
  ERROR_DOMAIN,
  ErrorInfoSchema,
  fieldReasonOf,
  limitMetadata,
  reasonOf,
  RetryInfoSchema,
} from '@webhooks/contracts';
import type { DomainError, ErrorCode } from '@webhooks/domain';

import { notFoundDetail } from './not-found-detail.ts';

const codes = {
  qr_code_not_found: Code.NotFound,
  transaction_not_found: Code.NotFound,
  account_not_found: Code.NotFound,
  resend_not_found: Code.NotFound,
  delivery_not_found: Code.NotFound,
  endpoint_not_found: Code.NotFound,
  identity_not_found: Code.NotFound,
  event_not_found: Code.NotFound,
  events_not_found: Code.NotFound,
  validation_error: Code.InvalidArgument,
  list_too_long: Code.InvalidArgument,
  token_not_valid: Code.Unauthenticated,
  permission_denied: Code.PermissionDenied,
  resend_settled: Code.FailedPrecondition,
  resend_not_settled: Code.FailedPrecondition,
  resend_cancelling: Code.FailedPrecondition,
  deliveries_pruned: Code.FailedPrecondition,
  too_many_endpoints: Code.FailedPrecondition,
  too_many_requests: Code.ResourceExhausted,
  service_unavailable: Code.Unavailable,
  outcome_unknown: Code.DeadlineExceeded,
} as const satisfies Record<ErrorCode, Code>;

/** A refusal as RPC callers see it: a status with google.rpc details, nothing of its cause. */
export function toRpcError(error: DomainError): ConnectError {
  return new ConnectError(error.message, codes[error.code], undefined, [
    {
      desc: ErrorInfoSchema,
      value: {
        domain: ERROR_DOMAIN,
        reason: reasonOf(error.code),
        metadata: { ...entriesOf(error), ...limitMetadata(error.limit) },
      },
    },
    ...badRequest(error),
    ...notFoundDetail(error),
    ...retryInfo(error),
  ]);
}

function badRequest({ violations }: DomainError) {
  if (violations.length === 0) return [];
  const fieldViolations = violations.map(({ field, message, code = 'invalid' }) => ({
    ...{ field, description: message, reason: fieldReasonOf(code) },
  }));
  return [{ desc: BadRequestSchema, value: { fieldViolations } }];
}

/** By field, what its violation is about. */
function entriesOf({ violations }: DomainError): Record<string, string> {
  return Object.fromEntries(
    violations.flatMap(({ field, entry }) => (entry === undefined ? [] : [[field, entry]])),
  );
}

function retryInfo({ retryAfterMs }: DomainError) {
  if (retryAfterMs === null) return [];
  return [{ desc: RetryInfoSchema, value: { retryDelay: durationFromMs(retryAfterMs) } }];
}
