import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { startSystem, type System } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { endpointRecord } from './support/records.ts';

const ENDPOINT = '/v3/webhooks/endpoints/ep_moving';
const QR_CODE = { resend_type: 'CASHIN', object_reference_id: 12345 };

describe('an endpoint that a user moves', function () {
  this.timeout(90_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let silent: HttpReceiver;
  let proving: HttpReceiver;

  before(async () => {
    system = started.use(await startSystem({ ENDPOINT_VERIFICATION: 'moved' }));
    silent = started.use(await startHttpReceiver());
    proving = started.use(
      await startHttpReceiver(({ headers }, response) => {
        const challenge = headers['webhook-challenge'];
        if (challenge !== undefined) response.setHeader('webhook-challenge', challenge);
        response.end();
      }),
    );
    await system.importSample([
      endpointRecord({ id: 'ep_moving', account_id: 17, url: silent.url, type_webhook: 'CASHIN' }),
    ]);
  });
  after(() => started.disposeAsync());

  const shown = async (): Promise<{ verification: string }> =>
    JSON.parse((await system.api.request(ENDPOINT)).text) as { verification: string };
  const move = async (
    url: string,
  ): Promise<{ endpoint: object; signing_secret: string | null }> => {
    const { text } = await system.api.request(ENDPOINT, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url }),
    });
    return JSON.parse(text) as { endpoint: object; signing_secret: string | null };
  };

  it('gets what waits for it once its receiver has answered a challenge', async () => {
    expect(await shown()).to.include({ verification: 'proven' });
    const { endpoint } = await move(`${silent.url}/elsewhere`);
    expect(endpoint).to.include({ verification: 'pending' });
    const id = await system.api.accept({ ...QR_CODE, endpoint_ids: ['ep_moving'] });
    await waitFor(() => silent.requests.length === 1, { what: 'the test event' });
    expect(silent.requests[0]?.headers).to.include({ 'webhook-test': 'true' });
    const tested = await system.api.request(`${ENDPOINT}/test`, { method: 'POST' });
    const { test_event: event } = JSON.parse(tested.text) as { test_event: object };
    expect(event).to.include({ state: 'DELIVERED', challenge_answered: false });
    expect(await shown()).to.include({ verification: 'pending' });
    expect((await system.api.log(id)).delivered).to.equal(0);

    await move(proving.url);
    await waitFor(async () => (await shown()).verification === 'proven', { what: 'the proof' });
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED' });
    expect(silent.requests.every(({ headers }) => headers['webhook-test'] === 'true')).to.equal(
      true,
    );
    const [first, ...deliveries] = proving.requests;
    expect(first?.headers['webhook-id']).to.match(/^test_\d+$/);
    expect(deliveries).to.not.be.empty;
    expect(deliveries.every(({ headers }) => 'webhook-resend-id' in headers)).to.equal(true);
  });
});
