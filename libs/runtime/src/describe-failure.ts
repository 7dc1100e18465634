import { StartupError } from './startup-error.ts';

/** What a person reads about a failure: one line if they can mend it, else with the stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof StartupError) return oneLine(error.message);
  const { code, port } = error as { readonly code?: unknown; readonly port?: unknown };
  if (code === 'EADDRINUSE') return `port ${String(port)} is already in use`;
  if (error instanceof AggregateError) return error.errors.map(describeFailure).join('\n');
  return `unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
