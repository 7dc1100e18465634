import { runInNewContext } from 'node:vm';

import { expect } from 'chai';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';

import type { DeliveryBody } from './body-bytes.ts';
import type { DeliveryHeaders } from './delivery-headers.ts';
import { createDeliveryVerifier, type VerifierOptions } from './delivery-verifier.ts';

const current = secretOf(7);
const old = secretOf(8);
const nowMs = 1_780_000_000_000;
const body: Uint8Array = Buffer.from('{"type":"X","data":{"name":"Conceição"}}');

describe('the verifier of deliveries', () => {
  const good = headersBy(current);

  function verify(headers: DeliveryHeaders, options: Partial<VerifierOptions> = {}, bytes = body) {
    const own = { secrets: [current], nowMs: () => nowMs, ...options };
    return createDeliveryVerifier(own).verify(headers, bytes);
  }

  async function codeOf(...args: Parameters<typeof verify>): Promise<unknown> {
    const error: unknown = await verify(...args).then(
      () => null,
      (reason: unknown) => reason,
    );
    return (error as { readonly code?: unknown } | null)?.code ?? error;
  }

  it('accepts what an independent implementation signed, and tells what it is', async () => {
    const delivery = await verify({
      ...good,
      'webhook-resend-id': '7890',
      'webhook-attempt': '2',
      'webhook-event-time': '2026-05-02T10:00:00.250000Z',
    });
    expect(delivery).to.deep.include({
      id: 'evt_1',
      signedAt: new Date(nowMs),
      isTest: false,
      challenge: null,
      body,
      unsigned: {
        isResend: true,
        resendId: 7890,
        attempt: 2,
        eventTime: '2026-05-02T10:00:00.250000Z',
      },
    });
    expect(delivery.json()).to.deep.equal({ type: 'X', data: { name: 'Conceição' } });
  });

  it('tells an original delivery from a resend, whatever its hints hold', async () => {
    for (const hint of [undefined, '', '0', '-1', 'x', '1e3', '9007199254740993']) {
      const { unsigned } = await verify({ ...good, 'webhook-resend-id': hint });
      expect(unsigned, String(hint)).to.include({ isResend: false, resendId: null });
    }
  });

  it('knows a test event by what is signed, whatever its headers say', async () => {
    const isTest = async (id: string, text: string, more: Record<string, string> = {}) => {
      const bytes = Buffer.from(text);
      return (await verify({ ...headersBy(current, bytes, id), ...more }, {}, bytes)).isTest;
    };
    expect(await isTest('test_5', '{"type":"webhook.test","data":{"id":5}}')).to.equal(true);
    expect(await isTest('evt_1', '{"type":"PAID"}', { 'webhook-test': 'true' })).to.equal(false);
    for (const text of ['{"type":"PAID"}', 'null', '', '[]']) {
      expect(await isTest('test_5', text), text).to.equal(false);
    }
  });

  it('has the challenge of a test event, and of nothing else', async () => {
    const challengeOf = async (text: string) => {
      const bytes = Buffer.from(text);
      const headers = { ...headersBy(current, bytes, 'test_5'), 'webhook-challenge': 'abc' };
      return (await verify(headers, {}, bytes)).challenge;
    };
    expect(await challengeOf('{"type":"webhook.test"}')).to.equal('abc');
    expect(await challengeOf('{"type":"PAID"}')).to.equal(null);
  });

  it('agrees with the independent implementation on any bytes and any key', async () => {
    const cases = fc.tuple(fc.uint8Array({ minLength: 24, maxLength: 64 }), fc.string());
    await fc.assert(
      fc.asyncProperty(cases, async ([key, text]) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`;
        const headers = headersBy(secret, Buffer.from(text));
        const delivery = await verify(headers, { secrets: [old, secret] }, Buffer.from(text));
        expect(delivery.id).to.equal('evt_1');
      }),
      { numRuns: 50 },
    );
  });

  it('takes Headers, and names in any letter case', async () => {
    expect((await verify(new Headers(good))).id).to.equal('evt_1');
    const upper = Object.entries(good).map(([name, value]) => [name.toUpperCase(), [value]]);
    expect((await verify(Object.fromEntries(upper) as DeliveryHeaders)).id).to.equal('evt_1');
  });

  it('takes the body as text', async () => {
    const verifier = createDeliveryVerifier({ secrets: [current], nowMs: () => nowMs });
    expect((await verifier.verify(good, Buffer.from(body).toString())).id).to.equal('evt_1');
  });

  const view = new Uint8Array(Buffer.concat([Buffer.from('ab'), body, Buffer.from('c')]));
  const inside = [view.buffer, view.byteOffset + 2, body.length] as const;
  const exact = view.buffer.slice(inside[1], inside[1] + inside[2]);
  const forms: readonly (readonly [string, () => DeliveryBody])[] = [
    ['a Buffer', () => Buffer.from(body)],
    ['a part of a larger buffer', () => new Uint8Array(...inside)],
    ['a DataView', () => new DataView(...inside)],
    ['an Int8Array', () => new Int8Array(...inside)],
    ['an ArrayBuffer', () => exact],
    ['shared memory', () => shared(body)],
    ['a view of shared memory', () => new Uint8Array(shared(body))],
    ['a Uint8Array of another realm', () => foreign('Uint8Array.from(bytes)')],
    ['an ArrayBuffer of another realm', () => foreign('Uint8Array.from(bytes).buffer')],
    ['a DataView of another realm', () => foreign('new DataView(Uint8Array.from(bytes).buffer)')],
  ];
  for (const [form, make] of forms) {
    it(`takes ${form}`, async () => {
      const verifier = createDeliveryVerifier({ secrets: [current], nowMs: () => nowMs });
      const delivery = await verifier.verify(good, make());
      expect(Buffer.from(delivery.body).equals(body)).to.equal(true);
      expect(delivery.json()).to.deep.equal({ type: 'X', data: { name: 'Conceição' } });
    });
  }

  it('reads as JSON what it has verified, whatever happens to the bytes', async () => {
    const bytes = Buffer.from(body);
    const delivery = await verify(good, {}, bytes);
    bytes.fill(0x20);
    expect(delivery.json()).to.have.property('type', 'X');
  });

  it('accepts each secret and each signature of a rotation', async () => {
    const both = `${headersBy(old)['webhook-signature']} ${good['webhook-signature']}`;
    const rotating = { ...good, 'webhook-signature': both };
    for (const secrets of [[current], [old], [current, old]]) {
      expect((await verify(rotating, { secrets })).id).to.equal('evt_1');
    }
    expect((await verify(headersBy(old), { secrets: [current, old] })).id).to.equal('evt_1');
  });

  it('refuses another secret, id, body, or version', async () => {
    const signature = good['webhook-signature'];
    expect(await codeOf(headersBy(old))).to.equal('bad_signature');
    expect(await codeOf({ ...good, 'webhook-id': 'evt_2' })).to.equal('bad_signature');
    expect(await codeOf(good, {}, Buffer.concat([body, Buffer.from(' ')]))).to.equal(
      'bad_signature',
    );
    const others = [signature.replace('v1,', 'v2,'), 'v1,', 'v1,!!', 'v1,AAAA', signature.slice(3)];
    for (const other of others) {
      expect(await codeOf({ ...good, 'webhook-signature': other }), other).to.equal(
        'bad_signature',
      );
    }
  });

  it('refuses one bit of difference anywhere in the signature', async () => {
    const bytes = Buffer.from(good['webhook-signature'].slice(3), 'base64');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const headers = { ...good, 'webhook-signature': `v1,${changed.toString('base64')}` };
      expect(await codeOf(headers), `byte ${index}`).to.equal('bad_signature');
    }
  });

  it('refuses what was signed more than five minutes ago, or will be', async () => {
    const at = (ms: number) => ({ nowMs: () => ms });
    expect(await codeOf(good, at(nowMs + 300_000))).to.equal(null);
    expect(await codeOf(good, at(nowMs + 301_000))).to.equal('too_old');
    expect(await codeOf(good, at(nowMs - 300_000))).to.equal(null);
    expect(await codeOf(good, at(nowMs - 301_000))).to.equal('too_early');
    expect(await codeOf(good, { ...at(nowMs + 61_000), toleranceS: 60 })).to.equal('too_old');
  });

  it('refuses another time, which the signature covers', async () => {
    const headers = { ...good, 'webhook-timestamp': `${nowMs / 1000 + 1}` };
    expect(await codeOf(headers)).to.equal('bad_signature');
  });

  it('refuses headers that are missing, doubled or strange', async () => {
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      expect(await codeOf({ ...good, [name]: undefined }), name).to.equal('bad_headers');
      expect(await codeOf({ ...good, [name]: '' }), name).to.equal('bad_headers');
      expect(await codeOf({ ...good, [name]: ['a', 'b'] }), name).to.equal('bad_headers');
    }
    for (const timestamp of ['now', '1e9', ' 1', '-1', '0x10', '9'.repeat(13)]) {
      const headers = { ...good, 'webhook-timestamp': timestamp };
      expect(await codeOf(headers), timestamp).to.equal('bad_headers');
    }
  });

  it('says so when it gets a parsed body', async () => {
    const none = [
      { type: 'X' },
      null,
      undefined,
      7,
      [1, 2],
      { [Symbol.toStringTag]: 'ArrayBuffer' },
    ];
    for (const parsed of none as unknown as Uint8Array[]) {
      const verifier = createDeliveryVerifier({ secrets: [current], nowMs: () => nowMs });
      const error: unknown = await verifier.verify(good, parsed).catch((reason: unknown) => reason);
      expect(error, String(parsed)).to.be.instanceOf(TypeError);
      expect((error as Error).message).to.include('turn the JSON parser off');
    }
  });

  for (const toleranceS of [NaN, Infinity, -Infinity, -1, '300', null, 300n]) {
    it(`refuses a tolerance of ${String(toleranceS)} (${typeof toleranceS}) when it is made`, () => {
      const options = { secrets: [current], toleranceS: toleranceS as number };
      expect(() => createDeliveryVerifier(options)).to.throw(TypeError, 'toleranceS must be');
    });
  }

  it('takes no tolerance at all, and one that is left out', async () => {
    const at = (toleranceS: number | undefined, ms: number) =>
      codeOf(good, { toleranceS, nowMs: () => nowMs + ms });
    expect(await at(0, 0)).to.equal(null);
    expect(await at(0, 1_000)).to.equal('too_old');
    expect(await at(undefined, 300_000)).to.equal(null);
  });

  it('believes nothing by a clock that tells no time', async () => {
    for (const time of [NaN, undefined, new Date(nowMs), '1'] as unknown as number[]) {
      expect(await codeOf(good, { nowMs: () => time }), String(time)).to.be.instanceOf(TypeError);
    }
  });

  it('refuses secrets that are none when it is made, without showing them', () => {
    expect(() => createDeliveryVerifier({ secrets: [] })).to.throw(
      TypeError,
      'at least one secret',
    );
    for (const secrets of [current, undefined, null] as unknown as string[][]) {
      expect(() => createDeliveryVerifier({ secrets })).to.throw(TypeError, 'a list of');
    }
    for (const secret of [
      undefined as unknown as string,
      '',
      'whsec_',
      'whsec_c2hvcnQ=',
      'hunter2!',
    ]) {
      expect(() => createDeliveryVerifier({ secrets: [current, secret] }), secret)
        .to.throw(TypeError, /^a secret must be/)
        .with.property('message')
        .that.does.not.match(/c2hvcnQ=|hunter2/);
    }
  });
});

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}

/** Bytes whose constructors are not the ones here, as those of a test environment. */
function foreign(expression: string): DeliveryBody {
  return runInNewContext(expression, { bytes: [...body] }) as DeliveryBody;
}

function secretOf(byte: number): string {
  return `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
}

function headersBy(secret: string, bytes = body, id = 'evt_1') {
  const signature = new Webhook(secret).sign(id, new Date(nowMs), Buffer.from(bytes).toString());
  return {
    'webhook-id': id,
    'webhook-timestamp': `${nowMs / 1000}`,
    'webhook-signature': signature,
  };
}
