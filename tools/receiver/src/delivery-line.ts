import type { IncomingHttpHeaders } from 'node:http';

/** What is said about one delivery. */
export interface ReceivedDelivery {
  readonly receivedAt: Date;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly signature: 'ok' | 'BAD' | 'not checked';
  readonly duplicate: boolean;
}

/** One line for people; what a sender wrote cannot break it. */
export function deliveryLine(delivery: ReceivedDelivery): string {
  const { receivedAt, headers, body, signature, duplicate } = delivery;
  const parts = [
    receivedAt.toISOString().slice(11, 23),
    eventType(body),
    header(headers, 'webhook-id'),
    `resend ${header(headers, 'webhook-resend-id')}`,
    `attempt ${header(headers, 'webhook-attempt')}`,
    `signature ${signature}`,
    `${body.length} bytes`,
  ];
  return [...parts, ...(duplicate ? ['duplicate'] : [])].map(printable).join('  ');
}

/** A header's value, or "-". */
export function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : '-';
}

function eventType(body: Uint8Array): string {
  try {
    const { type } = JSON.parse(Buffer.from(body).toString()) as { type?: unknown };
    return typeof type === 'string' ? type : '-';
  } catch {
    return '-';
  }
}

function printable(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 100);
}
