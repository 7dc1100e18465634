import { DomainError, FencedOffError } from '@webhooks/domain';
import type { ErrorCode, FieldViolation, ReachedLimit } from '@webhooks/domain';
import { StoreOpenError } from '@webhooks/store-kit';

/** What every error says. */
interface Failure {
  readonly message: string;
  readonly stack: string;
  /** The message of its cause; null when it has none. */
  readonly cause: string | null;
}

/** An error on its way between threads: the structured clone keeps neither class nor fields. */
export type ThreadFailure = Failure &
  (
    | { readonly kind: 'fenced_off' | 'store_open' | 'unexpected' }
    | {
        readonly kind: 'domain';
        readonly code: ErrorCode;
        readonly violations: readonly FieldViolation[];
        readonly retryAfterMs: number | null;
        readonly limit: ReachedLimit | null;
      }
  );

/** An error as it changes threads; whatever was thrown becomes one. */
export function toFailure(thrown: unknown): ThreadFailure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack = '', cause } = error;
  const failure = { message, stack, cause: cause instanceof Error ? cause.message : null };
  if (error instanceof DomainError) {
    const { code, violations, retryAfterMs, limit } = error;
    return { ...failure, kind: 'domain', code, violations, retryAfterMs, limit };
  }
  if (error instanceof FencedOffError) return { ...failure, kind: 'fenced_off' };
  if (error instanceof StoreOpenError) return { ...failure, kind: 'store_open' };
  return { ...failure, kind: 'unexpected' };
}

/** The error as it was before `toFailure`, of the same class. */
export function fromFailure(failure: ThreadFailure): Error {
  const { message, stack, cause } = failure;
  const options = cause === null ? {} : { cause: new Error(cause) };
  switch (failure.kind) {
    case 'domain': {
      const { code, violations, retryAfterMs, limit } = failure;
      const retry = retryAfterMs === null ? {} : { retryAfterMs };
      const reached = limit === null ? {} : { limit };
      return new DomainError(code, message, { violations, ...retry, ...reached, ...options });
    }
    case 'fenced_off':
      return new FencedOffError(message, options);
    case 'store_open':
      return new StoreOpenError(message, options);
    case 'unexpected':
      return Object.assign(new Error(message, options), { stack });
  }
}
