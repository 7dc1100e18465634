import { expect } from 'chai';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { RESEND_PATH, startSystem, type System, userToken } from '@webhooks/proof-kit';

import { qrCode } from './support/documented.ts';
import { endpointRecord } from './support/records.ts';

const ENDPOINTS = '/v3/webhooks/endpoints';

/* eslint-disable @typescript-eslint/no-explicit-any -- assertions look into answers freely */

describe('A user whose endpoint was taken down', function () {
  this.timeout(60_000);
  const deadlineMs = 20_000;
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let notices: HttpReceiver;
  let isGone = true;

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    notices = started.use(await startHttpReceiver());
    receiver.handle((_request, response) => {
      response.statusCode = isGone ? 410 : 200;
      response.end();
    });
    const key = 'key=of-the-customer';
    await system.importSample([
      endpointRecord({
        id: 'ep_in',
        account_id: 17,
        url: `${receiver.url}/hook?${key}`,
        type_webhook: 'CASHIN',
        authorization_token: 'very-confidential',
      }),
      endpointRecord({
        id: 'ep_told',
        account_id: 17,
        url: notices.url,
        type_webhook: 'resend.finished',
      }),
    ]);
  });
  after(() => started.disposeAsync());

  async function get(path: string): Promise<any> {
    const { status, text } = await system.api.request(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  const reported = (id: number) =>
    waitFor(
      () =>
        notices.requests
          .map(({ body }) => JSON.parse(body.toString()))
          .find(({ data }) => data.id === id),
      { what: `notice of ${id}`, deadlineMs },
    );

  it('sees why, mends it, retries what failed, and is told of both', async () => {
    const id = await system.api.accept(qrCode);
    const failed = await system.api.settled(id, deadlineMs);
    expect(failed).to.include({ status: 'FAILED', delivered: 0 });

    const { results } = await get(`${ENDPOINTS}?account_mirror_id=17`);
    expect(results.map((endpoint: any) => endpoint.id)).to.deep.equal(['ep_in', 'ep_told']);
    expect(results[0]).to.include({ enabled: false, disabled_reason: 'gone' });
    expect(results[0].url).to.include('key=of-the-customer');
    expect(JSON.stringify(results)).to.not.include('confidential');
    expect(results[0].last_24h).to.include({ succeeded: 0, success_rate: 0 });
    const statistics = await get(`${ENDPOINTS}/ep_in/statistics?hours=1`);
    const [bucket] = statistics.results;
    expect(bucket.failures_by_class).to.deep.equal({ http_status: bucket.attempts });
    const what = await get(`${RESEND_PATH}/${id}/statistics`);
    expect(what.failures[0]).to.include({ error_class: 'http_status', http_status: 410 });
    expect(what.by_state.FAILED + what.by_state.SKIPPED).to.equal(failed.total);

    isGone = false;
    const { status, text } = await system.api.request(`${ENDPOINTS}/ep_in`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"enabled":true}',
    });
    expect(status).to.equal(200);
    expect(JSON.parse(text).endpoint).to.include({ enabled: true, disabled_reason: null });
    const answer = await system.api.act(id, 'retry-failed');
    const again = JSON.parse(answer.text).resend.id as number;
    expect(await system.api.settled(again, deadlineMs)).to.include({ status: 'COMPLETED' });

    expect(await reported(id)).to.have.nested.include({
      type: 'resend.finished',
      'data.status': 'FAILED',
      'data.failed': failed.total,
    });
    expect(await reported(again)).to.have.nested.include({
      'data.status': 'COMPLETED',
      'data.retry_of': id,
    });
    const seen = await waitFor(
      async () => {
        const found = (await get(`${RESEND_PATH}/${again}/notices`)).results;
        return found[0]?.settled_at === null ? null : found;
      },
      { what: 'the notice is recorded', deadlineMs },
    );
    expect(seen).to.have.length(1);
    expect(seen[0]).to.include({ endpoint_id: 'ep_told', state: 'DELIVERED', attempts: 1 });
  });

  it('is the only one who sees and changes it', async () => {
    const stranger = system.api.withToken(userToken(300));
    for (const path of [`${ENDPOINTS}/ep_in`, `${ENDPOINTS}/ep_in/statistics`]) {
      const foreign = await stranger.request(path);
      const unknown = await stranger.request(path.replace('ep_in', 'ep_none'));
      expect([foreign.status, foreign.text]).to.deep.equal([unknown.status, unknown.text]);
      expect(foreign.status).to.equal(404);
    }
    const patch = {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"enabled":false}',
    };
    expect((await stranger.request(`${ENDPOINTS}/ep_in`, patch)).status).to.equal(404);
    expect((await get(`${ENDPOINTS}/ep_in`)).enabled).to.equal(true);
  });
});
