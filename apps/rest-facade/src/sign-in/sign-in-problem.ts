import { DomainError } from '@webhooks/domain';

import { GrantError, type GrantProblem } from './provider.ts';

/** Why nobody is signed in; the console has words for each. */
export type SignInProblem = GrantProblem | 'not-accepted';

const MAX_CAUSES = 6;

/** Null for what is no answer of the provider's, nor about its token. */
export function problemOf(error: unknown): SignInProblem | null {
  if (error instanceof GrantError) return error.problem;
  if (!(error instanceof DomainError)) return null;
  if (error.code === 'token_not_valid') return 'not-accepted';
  return error.code === 'service_unavailable' ? 'unreachable' : null;
}

/** Messages alone: what libraries hang on their errors may hold claims of people. */
export function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < MAX_CAUSES; at = at.cause) {
    messages.push(at.message);
  }
  return messages.join(': ');
}
