import { expect } from 'chai';

import { retrying, start, wideLimit } from '@webhooks/store-conformance/dispatching';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  actor,
  seed,
  userId,
} from '@webhooks/store-conformance/fixtures';

import { createSqliteDispatchStore } from '../src/index.ts';
import { recordStatements } from './statement-recorder.ts';
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
    const records = deliveries.map((delivery) => retrying(delivery, nowMs));
    await stores.dispatch.record(fence, records, nowMs);
    await stores.resends.control({ id: paused, userId, action: 'PAUSE', actor, nowMs });
    const due = await stores.dispatch.loadDue('ep_in', 0, nowMs, wideLimit);
    expect(due.map(({ resendId }) => resendId)).to.deep.equal([running]);
    expect(await stores.dispatch.earliestDueAt('ep_in', 0, nowMs)).to.equal(nowMs);
    await stores.resends.control({ id: running, userId, action: 'PAUSE', actor, nowMs });
    expect(await stores.dispatch.earliestDueAt('ep_in', 0, nowMs)).to.equal(null);
  });

  it('are not read again when they are due since before a moment', async () => {
    await using stores = await openTempStores();
    const recorder = recordStatements(stores.database);
    // Prepared anew, so that all of it is recorded.
    createSqliteDispatchStore(stores.database);
    const reads = [...recorder.texts].filter((text) =>
      /deliveries_due[^]*r\.control = 'RUNNING'/.test(text),
    );
    expect(reads).to.have.length(2);
    for (const text of reads) {
      expect(recorder.planOf(text)[0]).to.match(
        /deliveries_due \(endpoint_id=\? AND next_attempt_at_ms>\? AND next_attempt_at_ms<\?\)/,
      );
    }
  });
});
