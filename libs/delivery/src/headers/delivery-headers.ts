import { traceHeaders, type Endpoint } from '@webhooks/domain';

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
 * The headers that a receiver gets with one attempt, signed fresh, spelled as they are documented:
 * there are receivers that compare names letter by letter. A value that cannot be a header
 * is left out, and an id that cannot is not signed either, since nobody could check that.
 */
export function deliveryHeaders(input: DeliveryHeadersInput): Record<string, string> {
  const { endpoint, eventId, payload } = input;
  const timestampS = Math.floor(input.nowMs / 1000);
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    // Firewalls refuse requests without it.
    Accept: '*/*',
    'User-Agent': userAgent,
    'Webhook-Timestamp': String(timestampS),
    'Webhook-Resend-Id': String(input.resendId),
    'Webhook-Attempt': String(input.attemptNumber),
  };
  Object.assign(headers, traceHeaders(input.traceparent));
  setIfPossible(headers, 'Authorization', endpoint.authorizationToken);
  setIfPossible(headers, 'X-Functions-Key', endpoint.xFunctionsKey);
  setIfPossible(headers, 'Webhook-Event-Time', formatEventTime(input.eventOccurredAtUs));
  if (!signableId.test(eventId)) return headers;
  headers['Webhook-Id'] = eventId;
  const secrets = endpoint.signingSecrets;
  if (secrets.length === 0) return headers;
  const signature = signDelivery({ id: eventId, timestampS, payload, secrets });
  if (signature !== null) headers['Webhook-Signature'] = signature;
  return headers;
}

function setIfPossible(headers: Record<string, string>, name: string, value: string | null): void {
  if (value !== null && fieldValue.test(value)) headers[name] = value;
}
