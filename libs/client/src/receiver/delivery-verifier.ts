import { numberOption } from '../options/check-option.ts';
import { bytesOf, type DeliveryBody } from './body-bytes.ts';
import { DeliveryError } from './delivery-error.ts';
import { type DeliveryHeaders, headerOf, requiredHeader } from './delivery-headers.ts';
import { decode, importSecret, type SecretKey } from './signing-secret.ts';
import { hintsOf, type VerifiedDelivery } from './verified-delivery.ts';

/** What a receiver believes in. */
export interface VerifierOptions {
  /** Signing secrets of the endpoint ("whsec_…"): one, or the new and the old one while they rotate. */
  readonly secrets: readonly string[];
  /** How long ago, or how early, a delivery may have been signed, in seconds. Default 300. */
  readonly toleranceS?: number;
  /** Milliseconds since the epoch. Default: the clock of this machine. */
  readonly nowMs?: () => number;
}

/** Tells the platform's deliveries from everything else that an endpoint receives. */
export interface DeliveryVerifier {
  /**
   * Checks a delivery by Standard Webhooks. Body: the bytes as they came, before any JSON parser, in
   * any form: Buffer, ArrayBuffer, a view, or text.
   *
   * @throws DeliveryError when it must not be acted upon.
   */
  verify(headers: DeliveryHeaders, body: DeliveryBody): Promise<VerifiedDelivery>;
}

/** What the platform calls its test events; no recorded event can be called so. */
const TEST_EVENT_TYPE = 'webhook.test';

const DEFAULT_TOLERANCE_S = 300;
/** A rotation has two; a flood of them would only cost time. */
const MAX_SIGNATURES = 16;

/** @throws TypeError when there is no secret, one that is none, or another option makes no sense. */
export function createDeliveryVerifier(options: VerifierOptions): DeliveryVerifier {
  const { secrets, nowMs = Date.now } = options;
  const toleranceS = numberOption('toleranceS', options.toleranceS, DEFAULT_TOLERANCE_S, {
    min: 0,
  });
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new TypeError('a verifier needs a list of at least one secret');
  }
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
      // What was verified, and not what the caller's memory may hold by then.
      const text = signed.subarray(signed.length - bytes.length);
      const json = (): unknown => JSON.parse(new TextDecoder().decode(text));
      const isTest = isTestEvent(id, json);
      const challenge = isTest ? headerOf(headers, 'webhook-challenge') : null;
      return { id, signedAt, isTest, challenge, body: bytes, unsigned: hintsOf(headers), json };
    },
  };
}

/** By what is signed: whoever plays a delivery again may add the header webhook-test to it. */
function isTestEvent(id: string, json: () => unknown): boolean {
  if (!id.startsWith('test_')) return false;
  try {
    return (json() as { readonly type?: unknown } | null)?.type === TEST_EVENT_TYPE;
  } catch {
    return false;
  }
}

function checkTime(timestamp: string, nowMs: number, toleranceS: number): Date {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new DeliveryError('bad_headers', 'webhook-timestamp is no count of seconds');
  }
  if (!Number.isFinite(nowMs)) throw new TypeError('nowMs must answer a count of milliseconds');
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
