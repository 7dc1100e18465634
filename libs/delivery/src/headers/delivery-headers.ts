import type { Endpoint } from '@webhooks/domain';

import { signDelivery } from '../signing/sign-delivery.ts';
import { formatEventTime } from './event-time.ts';
import { fieldValue } from './field-value.ts';

/** One attempt, as far as its headers tell of it. */
export interface DeliveryHeadersInput {
  readonly endpoint: Pick<Endpoint, 'authorizationToken' | 'xFunctionsKey' | 'signingSecrets'>;
  readonly eventId: string;
  readonly eventOccurredAtUs: number;
  readonly payload: Uint8Array;
  readonly resendId: number;
  /** From 1. */
  readonly attemptNumber: number;
  readonly nowMs: number;
  /** W3C trace context of the attempt; empty when there is none. */
  readonly traceparent: string;
}

const userAgent = 'webhook-resend/1';

/** Values that every receiver reads as the same characters, so that a signature over them holds. */
const signableId = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * The headers that a receiver gets with one attempt, signed fresh. A value that cannot be a header
 * is left out, and an id that cannot is not signed either, since nobody could check that.
 */
export function deliveryHeaders(input: DeliveryHeadersInput): Record<string, string> {
  const { endpoint, eventId, payload } = input;
  const timestampS = Math.floor(input.nowMs / 1000);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': userAgent,
    'webhook-timestamp': String(timestampS),
    'webhook-resend-id': String(input.resendId),
    'webhook-attempt': String(input.attemptNumber),
  };
  if (input.traceparent !== '') headers['traceparent'] = input.traceparent;
  setIfPossible(headers, 'authorization', endpoint.authorizationToken);
  setIfPossible(headers, 'x-functions-key', endpoint.xFunctionsKey);
  setIfPossible(headers, 'webhook-event-time', formatEventTime(input.eventOccurredAtUs));
  if (!signableId.test(eventId)) return headers;
  headers['webhook-id'] = eventId;
  const secrets = endpoint.signingSecrets;
  if (secrets.length === 0) return headers;
  const signature = signDelivery({ id: eventId, timestampS, payload, secrets });
  if (signature !== null) headers['webhook-signature'] = signature;
  return headers;
}

function setIfPossible(headers: Record<string, string>, name: string, value: string | null): void {
  if (value !== null && fieldValue.test(value)) headers[name] = value;
}
