/**
 * All addresses of a name, in the order in which to try them. Rejects with the error of the name
 * service when there are none; a signal that aborts only means that nobody waits any more.
 */
export type Resolve = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>;
