import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { isSignedWith } from './signature.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const nowMs = 1_780_000_000_000;
const timestamp = `${nowMs / 1000}`;
const body = Buffer.from('{"type":"X","data":{"name":"Conceição"}}');

describe('isSignedWith', () => {
  const signatures = sign(secret, timestamp);
  const good = { id: 'evt_1', timestamp, signatures, body };

  it('accepts what an independent implementation signed', () => {
    expect(isSignedWith(secret, good, nowMs)).to.equal(true);
  });

  it('accepts one good signature among others', () => {
    const rotated = `${sign(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, timestamp)} ${signatures}`;
    expect(isSignedWith(secret, { ...good, signatures: rotated }, nowMs)).to.equal(true);
  });

  it('refuses another secret, id, time or body, and the wrong version', () => {
    const refused = [
      { ...good, signatures: sign(`whsec_${Buffer.alloc(32, 8).toString('base64')}`, timestamp) },
      { ...good, id: 'evt_2' },
      { ...good, timestamp: `${nowMs / 1000 + 1}` },
      { ...good, body: Buffer.from(`${body.toString()} `) },
      { ...good, signatures: signatures.replace('v1,', 'v2,') },
      { ...good, signatures: '' },
      { ...good, signatures: 'v1,' },
    ];
    for (const parts of refused) expect(isSignedWith(secret, parts, nowMs)).to.equal(false);
  });

  it('refuses what is more than five minutes old, early, or has no time', () => {
    expect(isSignedWith(secret, good, nowMs + 300_000)).to.equal(true);
    expect(isSignedWith(secret, good, nowMs + 301_000)).to.equal(false);
    expect(isSignedWith(secret, good, nowMs - 301_000)).to.equal(false);
    expect(isSignedWith(secret, { ...good, timestamp: '' }, nowMs)).to.equal(false);
  });
});

function sign(key: string, seconds: string): string {
  return new Webhook(key).sign('evt_1', new Date(Number(seconds) * 1000), body.toString());
}
