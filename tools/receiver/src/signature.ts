import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a delivery says about itself, as far as its signature covers it. */
export interface SignedParts {
  readonly id: string;
  /** Seconds since the epoch, as the header has it. */
  readonly timestamp: string;
  /** Signatures with spaces between them: "v1,…". */
  readonly signatures: string;
  readonly body: Uint8Array;
}

/** How old or early a delivery may be; an older one could be a recording played again. */
const TOLERANCE_S = 300;

/** Checks a delivery as Standard Webhooks says: one good v1 signature among them is enough. */
export function isSignedWith(secret: string, parts: SignedParts, nowMs: number): boolean {
  const ageS = nowMs / 1000 - Number(parts.timestamp);
  if (!/^\d{1,12}$/.test(parts.timestamp) || Math.abs(ageS) > TOLERANCE_S) return false;
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${parts.id}.${parts.timestamp}.`)
    .update(parts.body)
    .digest();
  return parts.signatures
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
