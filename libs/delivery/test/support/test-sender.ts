import { systemClock } from '@webhooks/domain';

import {
  createHttpSender,
  type DeliveryRequest,
  type Sender,
  type HttpSenderOptions,
} from '../../src/index.ts';

/** A sender that differs from the usual one only as a test says. */
export function testSender(options: Partial<HttpSenderOptions> = {}): Sender {
  return createHttpSender({
    attemptTimeoutMs: 5_000,
    connectionsPerOrigin: 4,
    clock: systemClock,
    ...options,
  });
}

/** A request as any other. */
export function webhook(url: string): DeliveryRequest {
  const body = Buffer.from('{"type":"PIX_CASHIN_RECEIVED","data":{}}');
  return { url, headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1' }, body };
}
