/** A key of Web Crypto, by a name that browsers and Node agree on. */
export type SecretKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const PREFIX = 'whsec_';
/** What Standard Webhooks allows. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/**
 * The key behind a secret ("whsec_" and base64).
 *
 * @throws TypeError at once, that does not show it, when it is none.
 */
export function importSecret(secret: string): Promise<SecretKey> {
  const text = typeof secret === 'string' ? secret : '';
  const bytes = decode(text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text);
  if (bytes === null || bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    const message = `a secret must be "${PREFIX}" and ${MIN_BYTES} to ${MAX_BYTES} bytes in base64`;
    throw new TypeError(message);
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
}

/** The bytes of base64; null when it is none. */
export function decode(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
