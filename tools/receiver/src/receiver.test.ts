import { StartupError } from '@webhooks/runtime';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { deliveryLine } from './delivery-line.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { readSettings } from './settings.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const options = {
  host: '127.0.0.1',
  port: 0,
  portSetting: 'RECEIVER_PORT',
  secrets: [secret],
};
const body = '{"type":"PIX_CASHIN_RECEIVED","data":{}}';

describe('receiver', () => {
  let receiver: Receiver;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    receiver = await startReceiver(options, (delivery) => lines.push(deliveryLine(delivery)));
  });

  afterEach(() => receiver[Symbol.asyncDispose]());

  it('accepts a signed delivery and prints it', async () => {
    expect(await deliver('evt_1', sign('evt_1'))).to.equal(200);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include('PIX_CASHIN_RECEIVED  evt_1').and.include('signature ok');
  });

  it('sends back the challenge of a test event, and of nothing that is forged', async () => {
    const challenged = (signature: string) =>
      post(
        '/',
        {
          'webhook-id': 'test_1',
          'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
          'webhook-signature': signature,
          'webhook-challenge': 'abc',
        },
        body,
      );
    const taken = await challenged(sign('test_1'));
    expect(taken.headers.get('webhook-challenge')).to.equal('abc');
    const forged = await challenged(sign('evt_1'));
    expect(forged.status).to.equal(401);
    expect(forged.headers.has('webhook-challenge')).to.equal(false);
  });

  it('refuses a bad signature, and prints that', async () => {
    expect(await deliver('evt_2', sign('evt_1'))).to.equal(401);
    expect(lines[0]).to.include('signature BAD');
  });

  it('flags what it got before, at the same path', async () => {
    await deliver('evt_1', sign('evt_1'));
    await deliver('evt_1', sign('evt_1'), '/other');
    await deliver('evt_1', sign('evt_1'));
    expect(lines.map((line) => line.includes('duplicate'))).to.deep.equal([false, false, true]);
  });

  it('does not take a forged delivery for the first copy of a genuine one', async () => {
    expect(await deliver('evt_1', sign('evt_2'))).to.equal(401);
    expect(await deliver('evt_1', sign('evt_1'))).to.equal(200);
    expect(lines.map((line) => line.includes('duplicate'))).to.deep.equal([false, false]);
  });

  it('answers a copy of what is in hand as it answers the first, when that is done', async () => {
    const { promise: held, reject: fail } = Promise.withResolvers<void>();
    const reported: boolean[] = [];
    await using slow = await startReceiver(options, ({ duplicate }) => {
      reported.push(duplicate);
      return reported.length === 1 ? held : undefined;
    });
    const answers: number[] = [];
    const send = async () => answers.push(await deliver('evt_1', sign('evt_1'), '/', slow.port));
    const first = send();
    await waitFor(() => reported.length === 1, { what: 'the first copy' });
    const second = send();
    // One that comes later at another path is answered while both of them wait.
    expect(await deliver('evt_1', sign('evt_1'), '/other', slow.port)).to.equal(200);
    expect(answers).to.deep.equal([]);
    fail(new Error('no database'));
    await Promise.all([first, second]);
    expect(answers).to.deep.equal([500, 500]);
    expect(await deliver('evt_1', sign('evt_1'), '/', slow.port)).to.equal(200);
    expect(reported).to.deep.equal([false, false, false]);
  });

  it('refuses a body that is far too large', async () => {
    const response = await post('/', {}, 'x'.repeat(2 << 20)).catch(() => null);
    expect(response?.status ?? 413).to.equal(413);
    expect(lines).to.deep.equal([]);
    expect(await deliver('evt_1', sign('evt_1'))).to.equal(200);
  });

  it('says when its port is taken', async () => {
    const taken = { ...options, port: receiver.port };
    const refused = await startReceiver(taken, () => {}).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(StartupError);
  });

  async function deliver(
    id: string,
    signature: string,
    path = '/',
    port = receiver.port,
  ): Promise<number> {
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
      'webhook-signature': signature,
    };
    return (await post(path, headers, body, port)).status;
  }

  function post(
    path: string,
    headers: Record<string, string>,
    text: string,
    port = receiver.port,
  ): Promise<Response> {
    const url = `http://127.0.0.1:${port}${path}`;
    return fetch(url, { method: 'POST', headers, body: text });
  }
});

describe('settings of the receiver', () => {
  it('refuse a secret that is none', () => {
    expect(() => readSettings({ RECEIVER_SECRET: 'whsec_short' })).to.throw(
      StartupError,
      /RECEIVER_SECRET must be/,
    );
  });
});

function sign(id: string): string {
  return new Webhook(secret).sign(id, new Date(), body);
}
