import type { Client as UndiciClient, errors as undiciErrors } from 'undici';
// @ts-expect-error -- undici has types for the whole of it only.
import errorsOfUndici from 'undici/lib/core/errors.js';
// @ts-expect-error -- see above.
import clientOfUndici from 'undici/lib/dispatcher/client.js';

/*
 * The parts of undici that deliveries need, by their paths in the version that package.json names:
 * all of it, with fetch and web sockets, takes 14 MB more of memory.
 */

/** One connection of undici's. */
export const Client = clientOfUndici as typeof UndiciClient;

/** What undici says of requests that failed. */
export const errors = errorsOfUndici as typeof undiciErrors;
