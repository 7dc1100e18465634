import { expect } from 'chai';

import { createDeliveryVerifier } from '@webhooks/client';
import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import { RESEND_PATH, startSystem, type System } from '@webhooks/proof-kit';

import { qrCode } from './support/documented.ts';
import { endpointRecord } from './support/records.ts';

const ENDPOINTS = '/v3/webhooks/endpoints';

interface Made {
  readonly endpoint: { readonly id: string };
  readonly signing_secret: string;
}

interface Deliveries {
  readonly results: readonly { readonly state: string; readonly reason: string | null }[];
}

describe('A user who makes an endpoint and removes it', function () {
  this.timeout(60_000);
  const deadlineMs = 20_000;
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    await system.importSample([]);
  });
  after(() => started.disposeAsync());

  async function call<T>(path: string, method = 'GET', body?: object): Promise<T> {
    const { status, text } = await system.api.request(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  const make = (): Promise<Made> =>
    call(ENDPOINTS, 'POST', {
      source_account_branch_identifier: '0001',
      source_account_number: '123456',
      url: `${receiver.url}/made`,
      type_webhook: 'CASHIN',
      authorization_token: 'Bearer of-the-shop',
    });

  it('gets what is resent from then on, signed with the secret that the answer showed', async () => {
    const { endpoint, signing_secret: secret } = await make();
    const id = await system.api.accept({ ...qrCode, endpoint_ids: [endpoint.id] });
    const settled = await system.api.settled(id, deadlineMs);
    expect(settled).to.include({ status: 'COMPLETED', failed: 0 });
    expect(receiver.requests).to.have.length(settled.total);
    const verifier = createDeliveryVerifier({ secrets: [secret] });
    for (const { headers, body, url } of receiver.requests) {
      expect(url).to.equal('/made');
      expect(headers['authorization']).to.equal('Bearer of-the-shop');
      expect(await verifier.verify(headers, body)).to.include({ id: headers['webhook-id'] });
    }
  });

  it('has what waits for it skipped once it is removed, and back when it is imported', async () => {
    const { endpoint } = await make();
    const { id: endpointId } = endpoint;
    const notBefore = new Date(Date.now() + 3_000).toISOString();
    const later = { ...qrCode, endpoint_ids: [endpointId], not_before: notBefore };
    const id = await system.api.accept(later);
    const before = receiver.requests.length;
    await call(`${ENDPOINTS}/${endpointId}`, 'DELETE');
    const settled = await system.api.settled(id, deadlineMs);
    expect(settled).to.include({ status: 'FAILED', delivered: 0, failed: settled.total });
    expect(receiver.requests).to.have.length(before);
    const { results } = await call<Deliveries>(`${RESEND_PATH}/${id}/deliveries`);
    for (const one of results) {
      expect(one).to.include({ state: 'SKIPPED', reason: 'endpoint_deleted' });
    }
    const gone = await system.api.request(`${ENDPOINTS}/${endpointId}`);
    expect(gone.status).to.equal(404);

    const url = `${receiver.url}/again`;
    const again = { id: endpointId, account_id: 17, url, type_webhook: 'CASHIN' };
    await system.importRecords([endpointRecord(again)]);
    const { text } = await system.api.act(id, 'retry-failed');
    const { resend } = JSON.parse(text) as { readonly resend: { readonly id: number } };
    expect(await system.api.settled(resend.id, deadlineMs)).to.include({ status: 'COMPLETED' });
    const since = receiver.requests.slice(before);
    expect(since.map((request) => request.url)).to.deep.equal(since.map(() => '/again'));
    expect(since).to.have.length(settled.total);
  });
});
