import { Code, ConnectError } from '@connectrpc/connect';
import {
  BadRequestSchema,
  codeOf,
  ERROR_DOMAIN,
  ErrorInfoSchema,
  RetryInfoSchema,
} from '@webhooks/contracts';
import { DomainError, type ErrorCode, validationError } from '@webhooks/domain';

/** What gRPC itself says when the core was not reached, did not answer in time or is overloaded. */
const UNAVAILABLE: ReadonlySet<Code> = new Set([
  Code.Unavailable,
  Code.DeadlineExceeded,
  Code.Aborted,
  Code.Canceled,
  Code.ResourceExhausted,
]);

/**
 * The domain error behind a failed call: the core's own refusal, told by the reason in its details,
 * or service_unavailable. Anything else is unexpected and comes back as it is.
 */
export function toCoreError(error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error;
  const code = refusalCode(error);
  if (code !== null) return toDomainError(code, error);
  // A cause is what the connection broke with; errors that the core sent have none.
  if (!UNAVAILABLE.has(error.code) && error.cause === undefined) return error;
  return new DomainError('service_unavailable', 'the core did not answer', { cause: error });
}

function refusalCode(error: ConnectError): ErrorCode | null {
  const info = error.findDetails(ErrorInfoSchema).find(({ domain }) => domain === ERROR_DOMAIN);
  return info === undefined ? null : codeOf(info.reason);
}

function toDomainError(code: ErrorCode, error: ConnectError): DomainError {
  if (code === 'validation_error') {
    const violations = error
      .findDetails(BadRequestSchema)
      .flatMap(({ fieldViolations }) => fieldViolations)
      .map(({ field, description }) => ({ field, message: description }));
    if (violations.length > 0) return validationError(violations);
  }
  const [delay] = error.findDetails(RetryInfoSchema).flatMap(({ retryDelay }) => retryDelay ?? []);
  const retryAfterMs = delay && Number(delay.seconds) * 1000 + delay.nanos / 1_000_000;
  return new DomainError(code, error.rawMessage, {
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
