import { DeliveryError } from './delivery-error.ts';
import { type DeliveryHeaders, requiredHeader } from './delivery-headers.ts';
import { decode, importSecret, type SecretKey } from './signing-secret.ts';
import { hintsOf, type VerifiedDelivery } from './verified-delivery.ts';

/** What a receiver believes in. */
export interface VerifierOptions {
  /** Signing secrets of the endpoint ("whsec_…"): one, or the new and the old one while they rotate. */
  readonly secrets: readonly string[];
  /** How long ago, or how early, a delivery may have been signed. Default 300. */
  readonly toleranceS?: number;
  /** Milliseconds since the epoch. Default: the clock of this machine. */
  readonly nowMs?: () => number;
}

/** Tells the platform's deliveries from everything else that comes to an endpoint. */
export interface DeliveryVerifier {
  /**
   * Checks a delivery by Standard Webhooks. Body: the bytes as they came, before any JSON parser.
   *
   * @throws DeliveryError when it must not be acted upon.
   */
  verify(headers: DeliveryHeaders, body: Uint8Array | string): Promise<VerifiedDelivery>;
}

const DEFAULT_TOLERANCE_S = 300;
/** A rotation has two; a flood of them would only cost time. */
const MAX_SIGNATURES = 16;

/** @throws TypeError when there is no secret, or one that is none. */
export function createDeliveryVerifier(options: VerifierOptions): DeliveryVerifier {
  const { secrets, toleranceS = DEFAULT_TOLERANCE_S, nowMs = Date.now } = options;
  if (secrets.length === 0) throw new TypeError('a verifier needs at least one secret');
  const imported = Promise.all(secrets.map(importSecret));
  return {
    verify: async (headers, body) => {
      const bytes = bytesOf(body);
      const id = requiredHeader(headers, 'webhook-id');
      const timestamp = requiredHeader(headers, 'webhook-timestamp');
      const signatures = requiredHeader(headers, 'webhook-signature');
      const signedAt = checkTime(timestamp, nowMs(), toleranceS);
      const signed = concat(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
      if (!(await isSigned(await imported, signatures, signed))) {
        throw new DeliveryError('bad_signature', 'no signature was made with a known secret');
      }
      const json = (): unknown => JSON.parse(new TextDecoder().decode(bytes));
      return { id, signedAt, body: bytes, unsigned: hintsOf(headers), json };
    },
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  throw new TypeError(
    'body must be the bytes as they came: turn the JSON parser off for this route',
  );
}

function checkTime(timestamp: string, nowMs: number, toleranceS: number): Date {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new DeliveryError('bad_headers', 'webhook-timestamp is no count of seconds');
  }
  const ageS = nowMs / 1000 - Number(timestamp);
  if (ageS > toleranceS) throw new DeliveryError('too_old', 'it was signed too long ago');
  if (ageS < -toleranceS) throw new DeliveryError('too_early', 'it was signed in the future');
  return new Date(Number(timestamp) * 1000);
}

/** Compared by Web Crypto, which takes the same time wherever a signature differs. */
async function isSigned(
  keys: readonly SecretKey[],
  signatures: string,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  for (const signature of signatures.split(' ').slice(0, MAX_SIGNATURES)) {
    const given = signature.startsWith('v1,') ? decode(signature.slice('v1,'.length)) : null;
    if (given === null) continue;
    for (const key of keys) {
      if (await crypto.subtle.verify('HMAC', key, given, signed)) return true;
    }
  }
  return false;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
