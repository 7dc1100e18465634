import { createHttpSender, defaultBreakerPolicy } from '@webhooks/delivery';
import { systemClock } from '@webhooks/domain';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import type { ACCOUNT } from './harness.ts';
import { createHarness, endpointRecord, eventRecords, LIMITS, type Harness } from './harness.ts';

const OTHER = { id: 18, branchIdentifier: '0001', number: '654321', userIds: [246] };
const MAX_IN_FLIGHT = 32;

describe('slots', () => {
  let harness: Harness;
  let slow: HttpReceiver;
  let healthy: HttpReceiver;
  let answer: () => void;

  beforeEach(async () => {
    harness = await createHarness();
    slow = await startHttpReceiver();
    healthy = await startHttpReceiver();
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    answer = resolve;
    slow.handle((_request, response) => void answered.then(() => response.end()));
    await harness.write([{ kind: 'account', account: OTHER }]);
  });

  afterEach(async () => {
    answer();
    await slow[Symbol.asyncDispose]();
    await healthy[Symbol.asyncDispose]();
    await harness[Symbol.asyncDispose]();
  });

  const startEngine = async () => {
    const sender = createHttpSender({
      attemptTimeoutMs: 30_000,
      connectionsPerOrigin: 64,
      clock: systemClock,
    });
    const engine = await harness.startEngine({
      sender,
      limits: { ...LIMITS, maxInFlight: MAX_IN_FLIGHT },
      queues: { endpointMaxInFlight: 8, breaker: defaultBreakerPolicy },
    });
    return {
      work: (id: number) => void engine.work(id).catch(() => undefined),
      inFlight: () => engine.inFlight,
      [Symbol.asyncDispose]: async () => {
        answer();
        await engine.stop(5_000);
        await sender[Symbol.asyncDispose]();
      },
    };
  };

  /** Endpoints of the first account that answer when they are asked to, as many as one likes. */
  async function writeSlow(endpoints: number): Promise<void> {
    const records = Array.from({ length: endpoints }, (_, index) =>
      endpointRecord(`ep_slow_${String(index)}`, slow.url),
    );
    await harness.write([...records, ...eventRecords(40, 0)]);
  }

  const accountOf = ({ branchIdentifier, number }: typeof ACCOUNT) => ({
    branchIdentifier,
    number,
  });

  it('are left for another account, however many a slow one could fill', async () => {
    await writeSlow(12);
    await harness.write([
      endpointRecord('ep_other', healthy.url, { accountId: OTHER.id }),
      ...eventRecords(20, 20, 1, OTHER.id),
    ]);
    await using engine = await startEngine();
    engine.work(await harness.accept());
    await waitFor(() => slow.requests.length >= MAX_IN_FLIGHT / 2, { what: 'slots are held' });
    const bulk = await harness.accept({ account: accountOf(OTHER) }, OTHER.id);
    engine.work(bulk);
    expect(await harness.settled(bulk)).to.include({ status: 'COMPLETED', delivered: 20 });
    expect(engine.inFlight(), 'held by the slow one').to.be.at.most((MAX_IN_FLIGHT * 3) / 4);
  });

  it('are left for another endpoint of the same account', async () => {
    await writeSlow(12);
    await using engine = await startEngine();
    engine.work(await harness.accept());
    await waitFor(() => slow.requests.length >= MAX_IN_FLIGHT / 2, { what: 'slots are held' });
    await harness.write([endpointRecord('ep_well', healthy.url)]);
    const id = await harness.accept({ endpointIds: ['ep_well'] });
    engine.work(id);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 40 });
  });

  it('are left for single objects where bulk resends of many accounts fill the rest', async () => {
    const accounts = Array.from({ length: 40 }, (_, index) => ({
      ...OTHER,
      id: 100 + index,
      number: String(100_000 + index),
    }));
    for (const account of accounts) {
      await harness.write([
        { kind: 'account', account },
        endpointRecord(`ep_${String(account.id)}`, slow.url, { accountId: account.id }),
        ...eventRecords(3, 0, 1, account.id),
      ]);
    }
    await harness.write([
      endpointRecord('ep_single', healthy.url, { accountId: OTHER.id }),
      ...eventRecords(1, 1, 1, OTHER.id),
    ]);
    await using engine = await startEngine();
    for (const account of accounts) {
      engine.work(await harness.accept({ account: accountOf(account) }, account.id));
    }
    const held = (MAX_IN_FLIGHT * 7) / 8;
    await waitFor(() => slow.requests.length === held, { what: 'slots are held' });
    const single = await harness.accept(
      { account: null, range: null, objectReferenceId: OTHER.id * 1_000_000 },
      OTHER.id,
    );
    engine.work(single);
    expect(await harness.settled(single)).to.include({ status: 'COMPLETED', delivered: 1 });
    expect(engine.inFlight()).to.equal(held);
  });
});
