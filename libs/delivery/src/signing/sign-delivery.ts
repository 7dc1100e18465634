import { createHmac } from 'node:crypto';

import type { SigningSecret } from '@webhooks/domain';

import { signingKey } from './signing-key.ts';

/** What a signature covers, and who may check it. */
export interface SignableDelivery {
  /** Value of webhook-id. */
  readonly id: string;
  /** Value of webhook-timestamp: seconds since the epoch. */
  readonly timestampS: number;
  /** The exact bytes of the body. */
  readonly payload: Uint8Array;
  /** Current one first. */
  readonly secrets: readonly SigningSecret[];
}

/** Where the signed bytes are put together, one delivery after the other; few are larger. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * The value of webhook-signature by Standard Webhooks: one "v1,…" per secret that has not expired,
 * in their order; null when there is none.
 */
export function signDelivery({
  id,
  timestampS,
  payload,
  secrets,
}: SignableDelivery): string | null {
  // One piece: handing two parts to the native side costs more than the copy.
  const beginning = `${id}.${timestampS}.`;
  const beginningBytes = Buffer.byteLength(beginning);
  const length = beginningBytes + payload.byteLength;
  const signed = length > scratch.length ? Buffer.allocUnsafe(length) : scratch.subarray(0, length);
  signed.write(beginning);
  signed.set(payload, beginningBytes);
  let signatures: string | null = null;
  for (const { secret, expiresAtMs } of secrets) {
    if (expiresAtMs !== null && expiresAtMs <= timestampS * 1000) continue;
    const key = signingKey(secret);
    if (key === null) continue;
    const signature = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    signatures = signatures === null ? signature : `${signatures} ${signature}`;
  }
  return signatures;
}
