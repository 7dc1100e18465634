import type { IncomingHttpHeaders } from 'node:http';

/** The result of verifying the signature of a delivery. */
export type SignatureCheck = 'ok' | 'BAD' | 'not checked';

/** What is known of one delivery. */
export interface ReceivedDelivery {
  readonly receivedAt: Date;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly signature: SignatureCheck;
  /** The same event came before, at the same path. */
  readonly duplicate: boolean;
}

/** A header's value, or "-". */
export function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : '-';
}

/** The type that the body names, or "-". */
export function eventType(body: Uint8Array): string {
  try {
    const { type } = JSON.parse(Buffer.from(body).toString()) as { type?: unknown };
    return typeof type === 'string' ? type : '-';
  } catch {
    return '-';
  }
}
