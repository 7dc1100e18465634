import { createSecretKey, type KeyObject } from 'node:crypto';

const prefix = 'whsec_';

/** Endpoints in use at once are far fewer; beyond it the oldest key is decoded anew. */
const maxKeys = 10_000;

const keys = new Map<string, KeyObject | null>();

/** The key behind a secret ("whsec_" and base64), decoded once; null when it holds no bytes. */
export function signingKey(secret: string): KeyObject | null {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = decode(secret);
  if (keys.size >= maxKeys) forgetOldest();
  keys.set(secret, key);
  return key;
}

function decode(secret: string): KeyObject | null {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 0 ? null : createSecretKey(bytes);
}

function forgetOldest(): void {
  for (const secret of keys.keys()) {
    keys.delete(secret);
    return;
  }
}
