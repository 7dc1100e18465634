import { createHmac } from 'node:crypto';

import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { startHttpReceiver, type HttpReceiver, type ReceivedRequest } from '@webhooks/testing';
import { startSystem, type System, userToken } from '@webhooks/proof-kit';

import { bulk, qrCode, transaction } from './support/documented.ts';
import { endpointRecord, samplePayload } from './support/records.ts';

const currentSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const previousSecret = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;

describe('A delivery', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;

  /** An endpoint's path at the receiver is its id. */
  const endpoint = (id: string, accountId: number, type: string, more: object = {}): object =>
    endpointRecord({
      id,
      account_id: accountId,
      url: `${receiver.url}/${id}?from=resend`,
      type_webhook: type,
      ...more,
    });
  const signedEndpoint = (more: object = {}): object =>
    endpoint('signed', 17, 'CASHIN', {
      authorization_token: 'Bearer of-the-customer',
      x_functions_key: 'functions-key==',
      signing_secrets: [currentSecret, previousSecret],
      ...more,
    });

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    await system.importSample([
      signedEndpoint(),
      endpoint('plain', 17, 'CASHIN'),
      endpoint('paid', 17, 'QR_CODE_COPY_AND_PASTE_PAID'),
      endpoint('out', 17, 'CASHOUT'),
      endpoint('disabled', 17, 'CASHIN', { disabled: true }),
      endpoint('of_18', 18, 'CASHOUT'),
      endpoint('of_18_in', 18, 'CASHIN'),
      endpoint('of_19', 19, 'CASHOUT'),
    ]);
  });

  after(() => started.disposeAsync());

  /** What came with a new resend, by endpoint. */
  const resend = async (
    body: object,
    api = system.api,
  ): Promise<Partial<Record<string, ReceivedRequest[]>>> => {
    const id = await api.accept(body);
    expect(await api.settled(id)).to.include({ status: 'COMPLETED' });
    const came = receiver.requests.filter(
      ({ headers }) => headers['webhook-resend-id'] === `${id}`,
    );
    return Object.groupBy(came, ({ url }) => url.slice(1, url.indexOf('?')));
  };
  const eventsAt = (requests: ReceivedRequest[] | undefined): unknown[] =>
    (requests ?? []).map(({ headers }) => headers['webhook-id']);

  for (const [index, eventId] of [1, 2, 3, 4].map((n) => `evt_bytes_${n}`).entries()) {
    it(`has the body of ${eventId} byte for byte`, async () => {
      const { signed, plain } = await resend({ ...qrCode, object_reference_id: 20001 + index });
      for (const requests of [signed, plain]) {
        expect(requests).to.have.length(1);
        expect(requests?.[0]?.body.equals(samplePayload(eventId))).to.equal(true);
      }
    });
  }

  it('is a POST to the URL of the endpoint, with the length of its body', async () => {
    const { plain } = await resend({ ...qrCode, object_reference_id: 20002 });
    expect(plain?.[0]).to.include({ method: 'POST', url: '/plain?from=resend' });
    expect(plain?.[0]?.headers).to.include({
      'content-length': `${samplePayload('evt_bytes_2').length}`,
      host: `127.0.0.1:${receiver.port}`,
    });
    expect(plain?.[0]?.headers).to.not.have.any.keys('transfer-encoding', 'content-encoding');
  });

  it('carries the credentials of the endpoint and what it is a resend of', async () => {
    const { signed } = await resend({ ...qrCode, object_reference_id: 20001 });
    const { headers } = signed?.[0] as ReceivedRequest;
    expect(headers).to.include({
      'content-type': 'application/json',
      authorization: 'Bearer of-the-customer',
      'x-functions-key': 'functions-key==',
      'webhook-id': 'evt_bytes_1',
      'webhook-attempt': '1',
      'webhook-event-time': '2026-05-06T00:00:00.000Z',
    });
    expect(headers['user-agent']).to.match(/^webhook-resend\//);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).to.be.below(10);
  });

  it('carries no credentials and no signature where the endpoint has none', async () => {
    const { plain } = await resend({ ...qrCode, object_reference_id: 20001 });
    expect(plain?.[0]?.headers).to.include({ 'webhook-id': 'evt_bytes_1' });
    expect(plain?.[0]?.headers).to.not.have.any.keys(
      'authorization',
      'x-functions-key',
      'webhook-signature',
    );
  });

  it('is signed as Standard Webhooks has it', async () => {
    const { signed = [] } = await resend(bulk);
    const texts = signed.filter(({ body }) => isUtf8(body));
    expect(texts).to.have.length(9);
    for (const { body, headers } of texts) {
      for (const secret of [currentSecret, previousSecret]) {
        const options = { jsonParse: false };
        const verifier = new Webhook(secret);
        verifier.verify(body.toString(), headers as Record<string, string>, options);
        expect(() =>
          verifier.verify(`${body.toString()} `, headers as Record<string, string>, options),
        ).to.throw();
      }
    }
  });

  it('is signed over the bytes, by the current secret first', async () => {
    const { signed } = await resend({ ...qrCode, object_reference_id: 20003 });
    const { body, headers } = signed?.[0] as ReceivedRequest;
    const signedText = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`;
    const signatures = [Buffer.alloc(32, 1), Buffer.alloc(24, 2)].map((key) =>
      createHmac('sha256', key).update(signedText).update(body).digest('base64'),
    );
    expect(isUtf8(body)).to.equal(false);
    expect(headers['webhook-signature']).to.equal(signatures.map((text) => `v1,${text}`).join(' '));
  });

  it('carries what the endpoint has now', async () => {
    const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    await system.importRecords([
      signedEndpoint({ authorization_token: 'rotated', signing_secrets: [secret] }),
    ]);
    const { signed } = await resend({ ...qrCode, object_reference_id: 20001 });
    const { body, headers } = signed?.[0] as ReceivedRequest;
    expect(headers['authorization']).to.equal('rotated');
    expect(headers['webhook-signature']).to.match(/^v1,[^ ]+$/);
    new Webhook(secret).verify(body.toString(), headers as Record<string, string>, {
      jsonParse: false,
    });
    await system.importRecords([signedEndpoint()]);
  });

  it('follows the one before it, in the order in which the events of an object occurred', async () => {
    const { signed, plain } = await resend(qrCode);
    for (const requests of [signed, plain]) {
      expect(eventsAt(requests)).to.deep.equal(['evt_12345_1', 'evt_12345_2', 'evt_12345_3']);
    }
  });

  it('goes to every enabled endpoint of the account that wants its type, and to no other', async () => {
    const byEndpoint = await resend(qrCode);
    expect(Object.keys(byEndpoint)).to.have.members(['signed', 'plain', 'paid']);
    expect(eventsAt(byEndpoint['paid'])).to.deep.equal(['evt_12345_2']);
  });

  it('goes to the endpoints for cash-out when it is one', async () => {
    const byEndpoint = await resend(transaction);
    expect(Object.keys(byEndpoint)).to.deep.equal(['of_18']);
    expect(eventsAt(byEndpoint['of_18'])).to.deep.equal(['evt_98765_1', 'evt_98765_2']);
  });

  it('takes a number of the other kind for another object', async () => {
    const api = system.api.withToken(userToken(300));
    const byEndpoint = await resend({ ...transaction, object_reference_id: 12345 }, api);
    expect(Object.keys(byEndpoint)).to.deep.equal(['of_19']);
    expect(eventsAt(byEndpoint['of_19'])).to.deep.equal(['evt_c12345_1']);
  });
});

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}
