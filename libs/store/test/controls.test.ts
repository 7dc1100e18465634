import { expect } from 'chai';

import type { ResendControl } from '@webhooks/domain';

import { deliverAll, retrying, start, wideLimit } from '../src/conformance/dispatching.ts';
import {
  accept,
  accountRecord,
  endpointRecord,
  eventRecord,
  lead,
  nowMs,
  seed,
} from '../src/conformance/fixtures.ts';
import { openTempStores } from './test-stores.ts';
import type { SqliteStores } from './test-stores.ts';

describe('controls of resends', () => {
  async function twoResends(stores: SqliteStores): Promise<[number, number]> {
    await seed(stores, [accountRecord(), endpointRecord(), eventRecord()]);
    return [(await accept(stores)).id, (await accept(stores)).id];
  }

  /** What the service writes when an owner asks for a control. */
  function ask({ database }: SqliteStores, id: number, control: ResendControl): void {
    database.connection
      .prepare(
        `UPDATE resends SET control = ?, control_revision = control_revision + 1 WHERE id = ?`,
      )
      .run(control, id);
  }

  it('are seen until the resend runs on or is settled', async () => {
    await using stores = await openTempStores();
    const [paused, cancelled] = await twoResends(stores);
    const fence = await lead(stores);
    expect(await stores.dispatch.controls()).to.deep.equal([]);
    ask(stores, paused, 'PAUSED');
    ask(stores, cancelled, 'CANCELLING');
    expect(await stores.dispatch.controls()).to.deep.equal([
      { id: paused, control: 'PAUSED', isAcknowledged: false },
      { id: cancelled, control: 'CANCELLING', isAcknowledged: false },
    ]);
    ask(stores, paused, 'RUNNING');
    await deliverAll(stores, fence, cancelled);
    expect(await stores.dispatch.controls()).to.deep.equal([]);
  });

  it('are acknowledged once each time they are asked for', async () => {
    await using stores = await openTempStores();
    const [id] = await twoResends(stores);
    const fence = await lead(stores);
    const isAcknowledged = async (): Promise<boolean | undefined> =>
      (await stores.dispatch.controls())[0]?.isAcknowledged;

    ask(stores, id, 'PAUSED');
    await stores.dispatch.acknowledgeControl(fence, id, 'PAUSED', 3, nowMs);
    expect(await isAcknowledged()).to.equal(true);
    ask(stores, id, 'RUNNING');
    ask(stores, id, 'PAUSED');
    expect(await isAcknowledged()).to.equal(false);
    await stores.dispatch.acknowledgeControl(fence, id, 'CANCELLING', 0, nowMs);
    expect(await isAcknowledged()).to.equal(false);
  });

  it('keep due retries of paused resends from the others', async () => {
    await using stores = await openTempStores();
    const [paused, running] = await twoResends(stores);
    const fence = await lead(stores);
    const deliveries = [
      ...(await start(stores, fence, paused)),
      ...(await start(stores, fence, running)),
    ];
    const recordings = deliveries.map((delivery) => retrying(delivery, nowMs));
    await stores.dispatch.record(fence, recordings, nowMs);
    ask(stores, paused, 'PAUSED');
    const due = await stores.dispatch.loadDue('ep_in', nowMs, wideLimit);
    expect(due.map(({ resendId }) => resendId)).to.deep.equal([running]);
  });
});
