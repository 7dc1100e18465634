import { waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import {
  useHarness,
  endpointRecord,
  eventRecords,
  QUEUES,
  LIMITS,
  type Harness,
} from './harness.ts';

describe('resends that only wait', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  const single = (object: number, accountId = 17) =>
    harness.accept(
      { account: null, range: null, objectReferenceId: accountId * 1_000_000 + object },
      accountId,
    );

  it('for the rate of an endpoint leave memory, and keep neither jobs nor other endpoints', async () => {
    const slow = endpointRecord('ep_slow', receiver.url, { maxRatePerSecond: 1 });
    await harness.write([slow, ...eventRecords(200, 200)]);
    const engine = await harness.startEngine({
      limits: { ...LIMITS, permits: { interactive: 64, bulk: 4 } },
    });
    // Its limits are known from its first attempt on.
    await engine.work(await single(0));
    const ids: number[] = [];
    for (let object = 1; object < 150; object += 1) ids.push(await single(object));
    let ended = 0;
    for (const id of ids)
      void engine.work(id).then(
        () => (ended += 1),
        () => undefined,
      );
    await waitFor(() => ended > 140, { what: 'jobs of resends that wait are acknowledged' });
    expect(engine.activeResends).to.be.below(10);
    expect(receiver.requests.length).to.be.below(20);
    // Another endpoint of the same account goes its own way.
    await harness.write([endpointRecord('ep_well', `${receiver.url}/well`)]);
    const other = await harness.accept({
      ...{ account: null, range: null, objectReferenceId: 17_000_151, endpointIds: ['ep_well'] },
    });
    await engine.work(other);
    expect(await harness.get(other)).to.include({ status: 'COMPLETED', delivered: 1 });
    await engine.stop(1_000);
  });

  it('for a rate all come to their turn, in the order of their coming', async () => {
    const paced = endpointRecord('ep_paced', receiver.url, { maxRatePerSecond: 40 });
    await harness.write([paced, ...eventRecords(120, 120)]);
    const engine = await harness.startEngine({ queues: { ...QUEUES, maxResident: 3 } });
    const ids: number[] = [];
    for (let object = 0; object < 120; object += 1) ids.push(await single(object));
    for (const id of ids) void engine.work(id).catch(() => undefined);
    for (const id of ids) {
      expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 1 });
    }
    expect(receiver.requests).to.have.length(120);
    await engine.stop(1_000);
  });

  it('for a permit are in work at last, and leave permits to other accounts', async () => {
    let held = 0;
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    receiver.handle((request, response) => {
      if (request.url === '/well') {
        response.end();
        return;
      }
      held += 1;
      void answered.then(() => response.end());
    });
    const account = { id: 18, branchIdentifier: '0001', number: '654321', userIds: [246] };
    await harness.write([
      { kind: 'account', account },
      endpointRecord('ep_slow', receiver.url, { maxInFlight: 64 }),
      endpointRecord('ep_well', `${receiver.url}/well`, { accountId: 18 }),
      ...eventRecords(3, 0),
      ...eventRecords(3, 0, 1, 18),
    ]);
    const engine = await harness.startEngine({
      limits: { ...LIMITS, permits: { interactive: 4, bulk: 4 } },
    });
    const ids: number[] = [];
    for (let count = 0; count < 8; count += 1) ids.push(await harness.accept());
    for (const id of ids) void engine.work(id).catch(() => undefined);
    await waitFor(() => held > 0, { what: 'receivers are slow' });
    const { branchIdentifier, number } = account;
    const other = await harness.accept({ account: { branchIdentifier, number } }, 18);
    await engine.work(other);
    expect(await harness.get(other)).to.include({ status: 'COMPLETED', delivered: 3 });
    expect(engine.activeResends, 'of the slow account').to.equal(3);
    answer();
    for (const id of ids) expect(await harness.settled(id)).to.include({ delivered: 3 });
    await engine.stop(1_000);
  });
});
