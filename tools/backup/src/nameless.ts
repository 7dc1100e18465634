import { StartupError } from '@webhooks/runtime';

/** A failure as people read it: about the file that they named, not about the draft of its copy. */
export function nameless(error: unknown, draft: string, named: string): unknown {
  if (!(error instanceof StartupError) || !error.message.includes(draft)) return error;
  return new StartupError(error.message.replaceAll(draft, named), { cause: error.cause });
}
