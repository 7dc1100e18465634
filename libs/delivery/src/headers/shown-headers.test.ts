import { expect } from 'chai';

import { deliveryHeaders } from './delivery-headers.ts';
import { shownHeaders } from './shown-headers.ts';

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const input = {
  endpoint: {
    authorizationToken: 'Bearer confidential',
    xFunctionsKey: 'private-key',
    signingSecrets: [1, 2].map((byte) => ({ secret: secretOf(byte), expiresAtMs: null })),
  },
  eventId: 'evt_01',
  eventOccurredAtUs: 1_777_716_000_123_456,
  payload: Buffer.from('{}'),
  nowMs: 1_777_800_000_999,
};

describe('shownHeaders', () => {
  it('are those that are sent, with their secrets masked', () => {
    expect(Object.fromEntries(shownHeaders(input))).to.deep.equal({
      'Content-Type': 'application/json',
      Accept: '*/*',
      'User-Agent': 'webhook-resend/1',
      Authorization: '***',
      'X-Functions-Key': '***',
      'Webhook-Id': 'evt_01',
      'Webhook-Timestamp': '1777800000',
      'Webhook-Resend-Id': '***',
      'Webhook-Attempt': '1',
      'Webhook-Event-Time': '2026-05-02T10:00:00.123456Z',
      'Webhook-Signature': 'v1,*** v1,***',
    });
  });

  it('have the names and the order of what is sent', () => {
    const sent = deliveryHeaders({ ...input, resendId: 7, attemptNumber: 1, traceparent: '' });
    expect(shownHeaders(input).map(([name]) => name)).to.deep.equal(Object.keys(sent));
  });
});
