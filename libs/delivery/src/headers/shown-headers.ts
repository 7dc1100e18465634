import { deliveryHeaders, type DeliveryHeadersInput } from './delivery-headers.ts';

/** Stands for what is secret, or not known before it is sent. */
export const MASK = '***';

/** Headers whose values nobody is shown: credentials, and what proves that one has them. */
const SECRET = new Set(['authorization', 'x-functions-key']);

/**
 * The headers that a receiver would get with the first attempt of a resend made now, in their order,
 * without what is secret: for people who look into why a receiver refuses a delivery.
 */
export function shownHeaders(
  input: Omit<DeliveryHeadersInput, 'resendId' | 'attemptNumber' | 'traceparent'>,
): readonly (readonly [name: string, value: string])[] {
  const headers = deliveryHeaders({ ...input, resendId: 0, attemptNumber: 1, traceparent: '' });
  return Object.entries(headers).map(([name, value]) => [name, shownValue(name, value)]);
}

function shownValue(name: string, value: string): string {
  const lowerName = name.toLowerCase();
  if (SECRET.has(lowerName) || lowerName === 'webhook-resend-id') return MASK;
  // How many signatures there are tells whether a secret is being rotated.
  if (lowerName === 'webhook-signature') return value.replaceAll(/(?<=v1,)\S+/g, MASK);
  return value;
}
