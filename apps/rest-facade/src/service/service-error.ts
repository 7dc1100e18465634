import { durationMs } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import {
  ANSWERED_BY_SERVICE,
  ANSWERED_BY_HEADER,
  BadRequestSchema,
  codeOf,
  ERROR_DOMAIN,
  type ErrorInfo,
  ErrorInfoSchema,
  fieldCodeOf,
  limitOf,
  NotFoundSchema,
  RetryInfoSchema,
} from '@webhooks/contracts';
import { DomainError, limitNames, validationError } from '@webhooks/domain';
import type { ErrorCode, FieldViolation, ReachedLimit } from '@webhooks/domain';

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
  const info = ownInfo(error);
  return info === undefined ? null : codeOf(info.reason);
}

function violationsOf(error: ConnectError): FieldViolation[] {
  const entries = new Map(Object.entries(ownInfo(error)?.metadata ?? {}));
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

function ownInfo(error: ConnectError): ErrorInfo | undefined {
  return error.findDetails(ErrorInfoSchema).find(({ domain }) => domain === ERROR_DOMAIN);
}

/** Null also for a limit that only a later service knows. */
function reachedLimit(error: ConnectError): ReachedLimit | null {
  const limit = limitOf(ownInfo(error)?.metadata ?? {});
  const name = limitNames.find((known) => known === limit?.name);
  return limit === null || name === undefined ? null : { name, value: limit.value };
}

function toDomainError(code: ErrorCode, error: ConnectError): DomainError {
  if (code === 'validation_error') {
    const violations = violationsOf(error);
    if (violations.length > 0) return validationError(violations);
  }
  const [delay] = error.findDetails(RetryInfoSchema).flatMap(({ retryDelay }) => retryDelay ?? []);
  const notFound = error.findDetails(NotFoundSchema).flatMap(({ entries }) => entries);
  const limit = reachedLimit(error);
  return new DomainError(code, error.rawMessage, {
    cause: error,
    notFound,
    ...(limit === null ? {} : { limit }),
    ...(delay === undefined ? {} : { retryAfterMs: durationMs(delay) }),
  });
}
