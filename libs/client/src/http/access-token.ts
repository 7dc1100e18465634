import type { ClientOptions } from '../options/options.ts';

/** What a bearer token may consist of; anything else could end the header. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * The token of a request. What the caller's own function throws is thrown as it is; it is waited
 * for until the signal aborts.
 *
 * @throws TypeError that does not show it when it cannot be sent.
 */
export async function readToken(
  token: ClientOptions['token'],
  signal: AbortSignal,
): Promise<string> {
  const bearer: unknown = typeof token === 'string' ? token : await until(signal, token());
  if (typeof bearer === 'string' && TOKEN.test(bearer)) return bearer;
  throw new TypeError('token must be printable ASCII without spaces');
}

/** The result of a promise, or the signal's reason as soon as it aborts. */
function until<T>(signal: AbortSignal, promise: T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
