/**
 * All addresses of a name, in the order in which to try them. Rejects when there are none, with an
 * error that says why. accountId: whose question it is; nobody's in particular without it. The
 * signal says that its asker waits no longer; others who ask for the name may.
 */
export type Resolve = (
  hostname: string,
  signal: AbortSignal,
  accountId?: number,
) => Promise<readonly string[]>;
