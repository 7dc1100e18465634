import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { deliveryHeaders, type DeliveryHeadersInput } from './delivery-headers.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const bare = { authorizationToken: null, xFunctionsKey: null, signingSecrets: [] };
const input: DeliveryHeadersInput = {
  endpoint: bare,
  eventId: 'evt_01',
  eventOccurredAtUs: 1_777_716_000_123_456,
  payload: Buffer.from('{"type":"PIX_CASHIN_RECEIVED"}'),
  resendId: 7890,
  attemptNumber: 3,
  nowMs: 1_777_800_000_999,
  traceparent: '',
};

describe('deliveryHeaders', () => {
  it('tell a receiver what this is, without credentials that the endpoint does not have', () => {
    expect(deliveryHeaders(input)).to.deep.equal({
      'Content-Type': 'application/json',
      Accept: '*/*',
      'User-Agent': 'webhook-resend/1',
      'Webhook-Id': 'evt_01',
      'Webhook-Timestamp': '1777800000',
      'Webhook-Resend-Id': '7890',
      'Webhook-Attempt': '3',
      'Webhook-Event-Time': '2026-05-02T10:00:00.123456Z',
    });
  });

  it('carry the credentials of the endpoint as they are', () => {
    const endpoint = { ...bare, authorizationToken: 'Bearer a b', xFunctionsKey: 'k==' };
    const headers = deliveryHeaders({ ...input, endpoint });
    expect(headers).to.include({ Authorization: 'Bearer a b', 'X-Functions-Key': 'k==' });
  });

  it('carry an empty credential as it is', () => {
    const headers = deliveryHeaders({ ...input, endpoint: { ...bare, authorizationToken: '' } });
    expect(headers).to.have.property('Authorization', '');
  });

  it('are signed for this moment with the secrets of the endpoint', () => {
    const signingSecrets = [{ secret, expiresAtMs: null }];
    const headers = deliveryHeaders({
      ...input,
      endpoint: { ...bare, signingSecrets },
      nowMs: Date.now(),
      traceparent: '',
    });
    const body = Buffer.from(input.payload);
    new Webhook(secret).verify(body, headers);
  });

  it('hold no signature when every secret has expired', () => {
    const signingSecrets = [{ secret, expiresAtMs: 1 }];
    const headers = deliveryHeaders({ ...input, endpoint: { ...bare, signingSecrets } });
    expect(headers).to.not.have.property('Webhook-Signature');
    expect(headers).to.have.property('Webhook-Id');
  });

  for (const value of ['a\r\nb: c', 'a\nb', 'a\0b', '\x7f', 'naïve ☃', '\ud800']) {
    it(`leave out the credential ${JSON.stringify(value)}, which cannot be a header`, () => {
      const endpoint = { ...bare, authorizationToken: value, xFunctionsKey: value };
      const headers = deliveryHeaders({ ...input, endpoint });
      expect(headers).to.not.have.any.keys('Authorization', 'X-Functions-Key');
    });
  }

  for (const eventId of ['', ' ', 'a ', ' a', 'a\r\nb', 'é', '☃']) {
    it(`leave out the id ${JSON.stringify(eventId)} and the signature that covers it`, () => {
      const signingSecrets = [{ secret, expiresAtMs: null }];
      const endpoint = { ...bare, signingSecrets };
      const headers = deliveryHeaders({ ...input, endpoint, eventId });
      expect(headers).to.not.have.any.keys('Webhook-Id', 'Webhook-Signature');
      expect(headers).to.have.property('Webhook-Resend-Id');
    });
  }

  for (const eventId of ['a', 'ab', 'a b']) {
    it(`take the id "${eventId}"`, () => {
      expect(deliveryHeaders({ ...input, eventId })).to.have.property('Webhook-Id', eventId);
    });
  }

  it('leave out the time of an event beyond the calendar', () => {
    const headers = deliveryHeaders({ ...input, eventOccurredAtUs: Number.NaN });
    expect(headers).to.not.have.property('Webhook-Event-Time');
  });

  it('carry the trace context of the attempt, if there is one', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(deliveryHeaders({ ...input, traceparent })).to.include({ traceparent });
    expect(deliveryHeaders(input)).not.to.have.property('traceparent');
  });
});
