import { createMemoryDeduplicator, processOnce } from '@webhooks/client';
import { startSystem, userToken, type System } from '@webhooks/proof-kit';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { bulkAccount, endpointRecord } from './support/records.ts';
import { startResendctl } from './support/resendctl.ts';

const EVENTS = 2_800;
const LOST = 227;

describe('A receiver that lost some of its webhooks and knows the others', function () {
  this.timeout(60_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let informed: HttpReceiver;
  const processed: string[] = [];
  const account = (url: string) => bulkAccount(70, { events: EVENTS, objects: EVENTS }, url);

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    informed = started.use(await startHttpReceiver());
    const deduplicator = createMemoryDeduplicator();
    for (let number = LOST; number < EVENTS; number += 1) {
      await deduplicator.claim(`evt_70_${number}`);
    }
    receiver.handle(({ headers }, response) => {
      const id = String(headers['webhook-id']);
      void processOnce(deduplicator, id, () => void processed.push(id), response).then(() =>
        response.end(),
      );
    });
    await system.importRecords([
      ...account(receiver.url).records,
      endpointRecord({
        ...{ id: 'informed', account_id: 70, url: informed.url },
        type_webhook: 'resend.finished',
      }),
    ]);
  });

  after(() => started.disposeAsync());

  it('makes a resend say how many were really missing, wherever it is looked at', async () => {
    const id = await system.api.accept(account(receiver.url).request);
    await system.api.settled(id);
    const figures = {
      total: EVENTS,
      delivered: EVENTS,
      delivered_new: LOST,
      delivered_known_before: EVENTS - LOST,
      delivered_not_said: 0,
    };
    expect(await system.api.log(id)).to.deep.include(figures);
    expect(new Set(processed).size).to.equal(LOST);
    expect(processed).to.have.lengthOf(LOST);

    await waitFor(() => informed.requests.length > 0, { what: 'the notification' });
    const { data } = JSON.parse(informed.requests[0]?.body.toString() ?? '') as { data: object };
    expect(data).to.deep.include({ id, ...figures });

    const env = {
      RESEND_URL: `http://127.0.0.1:${system.settings['REST_PORT']}`,
      RESEND_TOKEN: userToken(246),
    };
    await using shown = startResendctl(['show', `${id}`], env);
    expect(await shown.exited).to.equal(0);
    expect(shown.stdout).to.match(/227/);
    expect(shown.stdout).to.match(/2,?573/);
  });
});
