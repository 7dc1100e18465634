import { durationMs } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import {
  ANSWERED_BY_SERVICE,
  ANSWERED_BY_HEADER,
  BadRequestSchema,
  codeOf,
  ERROR_DOMAIN,
  ErrorInfoSchema,
  fieldCodeOf,
  NotFoundSchema,
  RetryInfoSchema,
} from '@webhooks/contracts';
import {
  DomainError,
  type ErrorCode,
  type FieldViolation,
  validationError,
} from '@webhooks/domain';

/** What the service says, without a reason of ours, when it is stopping, overloaded or too late. */
const UNAVAILABLE: ReadonlySet<Code> = new Set([
  Code.Unavailable,
  Code.DeadlineExceeded,
  Code.Aborted,
  Code.Canceled,
  Code.ResourceExhausted,
]);

/** v3 callers send these under another name than RPC callers do. */
const V3_NAMES: Readonly<Record<string, string>> = { idempotency_key: 'Idempotency-Key' };

/**
 * The domain error behind a failed call: the service's own refusal, named by the reason in its details,
 * or service_unavailable. Anything else is unexpected and comes back as it is.
 */
export function toServiceError(error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error;
  const code = refusalCode(error);
  if (code !== null) return toDomainError(code, error);
  // Without its mark it is the connection that failed, or something else answered in its place.
  if (isFromService(error) && !UNAVAILABLE.has(error.code)) return error;
  return new DomainError('service_unavailable', 'the service did not answer', { cause: error });
}

/** With these the service says that it did not take a call; the others leave open what became of it. */
const NOT_TAKEN: ReadonlySet<Code> = new Set([Code.Unavailable, Code.ResourceExhausted]);

/** Whether a failure is the service's own word that nothing was done. */
export function isAnswered(failure: unknown): boolean {
  if (!(failure instanceof ConnectError)) return false;
  return refusalCode(failure) !== null || (isFromService(failure) && NOT_TAKEN.has(failure.code));
}

function isFromService(error: ConnectError): boolean {
  return error.metadata.get(ANSWERED_BY_HEADER) === ANSWERED_BY_SERVICE;
}

function refusalCode(error: ConnectError): ErrorCode | null {
  const info = error.findDetails(ErrorInfoSchema).find(({ domain }) => domain === ERROR_DOMAIN);
  return info === undefined ? null : codeOf(info.reason);
}

function violationsOf(error: ConnectError): FieldViolation[] {
  const [info] = error.findDetails(ErrorInfoSchema);
  const entries = new Map(Object.entries(info?.metadata ?? {}));
  return error
    .findDetails(BadRequestSchema)
    .flatMap(({ fieldViolations }) => fieldViolations)
    .map(({ field, description, reason }) => {
      const code = fieldCodeOf(reason);
      const entry = entries.get(field);
      return {
        ...{ field: V3_NAMES[field] ?? field, message: description },
        ...(code === null ? {} : { code }),
        ...(entry === undefined ? {} : { entry }),
      };
    });
}

function toDomainError(code: ErrorCode, error: ConnectError): DomainError {
  if (code === 'validation_error') {
    const violations = violationsOf(error);
    if (violations.length > 0) return validationError(violations);
  }
  const [delay] = error.findDetails(RetryInfoSchema).flatMap(({ retryDelay }) => retryDelay ?? []);
  const notFound = error.findDetails(NotFoundSchema).flatMap(({ entries }) => entries);
  return new DomainError(code, error.rawMessage, {
    cause: error,
    notFound,
    ...(delay === undefined ? {} : { retryAfterMs: durationMs(delay) }),
  });
}
