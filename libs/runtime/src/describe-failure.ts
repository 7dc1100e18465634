import { StartupError } from './startup-error.ts';

/** What a person reads about a failure: one line if they can mend it, else with the stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof StartupError)
    return error.message
      .split('\n')
      .map((line) => line.trim())
      .join(' ');
  if (error instanceof AggregateError) return error.errors.map(describeFailure).join('\n');
  if (error instanceof SuppressedError) {
    return [error.suppressed, error.error].map(describeFailure).join('\n');
  }
  const { code, port } = (error ?? {}) as { readonly code?: unknown; readonly port?: unknown };
  if (code === 'EADDRINUSE') return `port ${String(port)} is already in use`;
  return `unexpected error: ${describeUnexpected(error)}`;
}

/** Properties are left out: errors of libraries carry requests with their headers. */
function describeUnexpected(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncause: ${describeUnexpected(error.cause)}`;
}
