import { expect } from 'chai';

import { retrying, start, wideLimit } from '../src/conformance/dispatching.ts';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  origin,
  seed,
  userId,
} from '../src/conformance/fixtures.ts';
import { openTempStores } from './test-stores.ts';

describe('due retries of paused resends', () => {
  it('are kept from those of the others', async () => {
    await using stores = await openTempStores();
    await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
    const { id: paused } = await accept(stores);
    const { id: running } = await accept(stores);
    const fence = await lead(stores);
    const deliveries = [
      ...(await start(stores, fence, paused)),
      ...(await start(stores, fence, running)),
    ];
    const recordings = deliveries.map((delivery) => retrying(delivery, nowMs));
    await stores.dispatch.record(fence, recordings, nowMs);
    await stores.resends.control({ id: paused, userId, action: 'PAUSE', origin, nowMs });
    const due = await stores.dispatch.loadDue('ep_in', nowMs, wideLimit);
    expect(due.map(({ resendId }) => resendId)).to.deep.equal([running]);
  });
});
