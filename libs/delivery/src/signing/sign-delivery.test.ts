import { createHmac } from 'node:crypto';

import { expect } from 'chai';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';

import { signDelivery } from './sign-delivery.ts';

const current = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const previous = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const payload = Buffer.from('{"type":"PIX_CASHIN_RECEIVED","data":{"nome":"José"}}');

function forEver(secret: string): { secret: string; expiresAtMs: null } {
  return { secret, expiresAtMs: null };
}

describe('signDelivery', () => {
  it('is what an independent verifier accepts', () => {
    const timestampS = Math.floor(Date.now() / 1000);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), fc.string(), (key, text) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`;
        const body = Buffer.from(text);
        const secrets = [forEver(secret)];
        const signature = signDelivery({ id: 'evt_1', timestampS, payload: body, secrets });
        verify(secret, body.toString(), timestampS, signature);
      }),
    );
  });

  it('is verified with each of two secrets during a rotation, the current one first', () => {
    const timestampS = Math.floor(Date.now() / 1000);
    const secrets = [forEver(current), forEver(previous)];
    const signature = signDelivery({ id: 'evt_1', timestampS, payload, secrets });
    verify(current, payload.toString(), timestampS, signature);
    verify(previous, payload.toString(), timestampS, signature);
    const [first, second, ...rest] = signature?.split(' ') ?? [];
    expect(first).to.equal(
      signDelivery({ id: 'evt_1', timestampS, payload, secrets: [forEver(current)] }),
    );
    expect(second).to.equal(
      signDelivery({ id: 'evt_1', timestampS, payload, secrets: [forEver(previous)] }),
    );
    expect(rest).to.deep.equal([]);
  });

  it('covers the exact bytes, also those that are no text', () => {
    const bytes = Buffer.from([0, 0xff, 0xfe, 13, 10]);
    const key = Buffer.alloc(32, 1);
    const signature = signDelivery({
      id: 'evt_1',
      timestampS: 1_700_000_000,
      payload: bytes,
      secrets: [forEver(current)],
    });
    const signed = Buffer.concat([Buffer.from('evt_1.1700000000.'), bytes]);
    const digest = createHmac('sha256', key).update(signed).digest('base64');
    expect(signature).to.equal(`v1,${digest}`);
  });

  it('covers all of a large body, whatever was signed before', () => {
    const timestampS = Math.floor(Date.now() / 1000);
    for (const length of [70_000, 10, 65_536, 65_400, 0]) {
      const body = 'é'.repeat(length / 2);
      const signature = signDelivery({
        id: 'evt_1',
        timestampS,
        payload: Buffer.from(body),
        secrets: [forEver(current)],
      });
      verify(current, body, timestampS, signature);
    }
  });

  it('differs by id, time, body and secret', () => {
    const base = { id: 'evt_1', timestampS: 1_700_000_000, payload, secrets: [forEver(current)] };
    const signatures = [
      base,
      { ...base, id: 'evt_2' },
      { ...base, timestampS: 1_700_000_001 },
      { ...base, payload: Buffer.from('{}') },
      { ...base, secrets: [forEver(previous)] },
    ].map(signDelivery);
    expect(new Set(signatures).size).to.equal(5);
  });

  it('leaves out a secret from the moment it expires', () => {
    const timestampS = 1_700_000_000;
    const expiring = (expiresAtMs: number): string | null =>
      signDelivery({
        id: 'evt_1',
        timestampS,
        payload,
        secrets: [{ secret: current, expiresAtMs }],
      });
    expect(expiring(timestampS * 1000 + 1)).to.be.a('string');
    expect(expiring(timestampS * 1000)).to.equal(null);
    expect(expiring(timestampS * 1000 - 1)).to.equal(null);
  });

  it('is null without a secret', () => {
    expect(signDelivery({ id: 'evt_1', timestampS: 1, payload, secrets: [] })).to.equal(null);
  });

  it('leaves out a secret that holds no bytes', () => {
    const secrets = ['whsec_', '', '☃', 'whsec_!!'].map(forEver);
    expect(signDelivery({ id: 'evt_1', timestampS: 1, payload, secrets })).to.equal(null);
    const withGood = [...secrets, forEver(current)];
    expect(signDelivery({ id: 'evt_1', timestampS: 1, payload, secrets: withGood })).to.match(
      /^v1,[^ ]+$/,
    );
  });

  it('reads a secret with and without its prefix', () => {
    const [bare, prefixed] = [current.slice('whsec_'.length), current].map((secret) =>
      signDelivery({ id: 'evt_1', timestampS: 1, payload, secrets: [forEver(secret)] }),
    );
    expect(bare).to.equal(prefixed);
  });
});

function verify(secret: string, body: string, timestampS: number, signature: string | null): void {
  new Webhook(secret).verify(
    body,
    {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(timestampS),
      'webhook-signature': signature ?? '',
    },
    { jsonParse: false },
  );
}
