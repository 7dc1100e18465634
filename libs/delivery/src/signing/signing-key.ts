import { createSecretKey, type KeyObject } from 'node:crypto';

import { LruMap } from '@webhooks/runtime';

const prefix = 'whsec_';

/** Far more than the endpoints that are in use at once. */
const maxKeys = 10_000;

const keys = new LruMap<string, KeyObject | null>(maxKeys);

/** The key behind a secret ("whsec_" and base64), decoded once; null when it holds no bytes. */
export function signingKey(secret: string): KeyObject | null {
  return keys.getOrInsertComputed(secret, decode);
}

function decode(secret: string): KeyObject | null {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 0 ? null : createSecretKey(bytes);
}
