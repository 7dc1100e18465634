import { ResendConnectionError } from '../errors/errors.ts';

/** The failure of fetch, or of a body that broke off. */
export function connectionFailure(cause: unknown): ResendConnectionError {
  const message = `No answer: ${reasonOf(cause)}`;
  return new ResendConnectionError('connection_failed', message, { cause });
}

/** Nothing came within a limit of time. */
export function timedOut(timeoutMs: number, cause: unknown): ResendConnectionError {
  return new ResendConnectionError('timeout', `No answer within ${timeoutMs} ms`, { cause });
}

/** A failure of the connection with the key that makes it safe to ask again; any other as it is. */
export function withKey(failure: unknown, idempotencyKey: string | null): unknown {
  if (!(failure instanceof ResendConnectionError) || idempotencyKey === null) return failure;
  const { code, message, cause } = failure;
  return new ResendConnectionError(code, message, { cause, idempotencyKey });
}

/** fetch says "fetch failed" alone; what failed is in its causes. */
function reasonOf(error: unknown): string {
  const { cause } = (error ?? {}) as { readonly cause?: unknown };
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  if (cause instanceof Error && cause.message !== '') return cause.message;
  return error instanceof Error ? error.message : String(error);
}
