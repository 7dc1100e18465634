import { expect } from 'chai';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { type ResendLog, startSystem, type System } from '@webhooks/proof-kit';

import { DatabaseView } from './support/database.ts';
import { bulkAccount, type BulkAccount } from './support/records.ts';
import { receipts } from './support/receipts.ts';

const EVENTS = 20_000;
const OBJECTS = 2_000;
const SETTLE_LIMIT_MS = 60_000;
const WAITING = 20;

describe('When the broker', function () {
  this.timeout(90_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  before(async () => {
    system = started.use(
      await startSystem({ RECONCILE_INTERVAL_MS: '300', RECONCILE_MIN_AGE_MS: '300' }),
    );
    receiver = started.use(await startHttpReceiver());
    account = bulkAccount(50, { events: EVENTS, objects: OBJECTS }, receiver.url);
    await system.importRecords(account.records);
  });

  after(() => started.disposeAsync());

  const acceptObjects = (count: number): Promise<number[]> =>
    Promise.all(
      Array.from({ length: count }, (_, number) =>
        system.api.accept(account.objectRequest(number)),
      ),
    );
  const expectObjectsDone = async (ids: readonly number[]): Promise<void> => {
    for (const id of ids) {
      const log = await system.api.settled(id, SETTLE_LIMIT_MS);
      expectDoneOnce(log, EVENTS / OBJECTS);
    }
  };
  const expectDoneOnce = (log: ResendLog, total: number): void => {
    expect(log).to.include({ status: 'COMPLETED', total, delivered: total, failed: 0, pending: 0 });
    const counts = receipts(receiver, log.id);
    expect(counts.size).to.equal(total);
    expect(new Set(counts.values())).to.deep.equal(new Set([1]));
  };

  it('loses its store in the middle of a bulk resend, all of it arrives once', async () => {
    const id = await system.api.accept(account.request);
    await waitFor(() => receiver.requests.length >= EVENTS / 4, {
      deadlineMs: SETTLE_LIMIT_MS,
      what: () => `a quarter of the events, got ${receiver.requests.length}`,
    });
    system.nats.wipeStore();
    const meanwhile = await acceptObjects(3);
    expectDoneOnce(await system.api.settled(id, SETTLE_LIMIT_MS), EVENTS);
    await expectObjectsDone(meanwhile);
  });

  const losses: Record<string, (system: System) => Promise<void> | void> = {
    'loses its store while it runs': ({ nats }) => nats.wipeStore(),
    'is killed and comes back without its store': async ({ nats }) => {
      await nats.kill();
      nats.wipeStore();
      await nats.start();
    },
  };
  for (const [what, lose] of Object.entries(losses)) {
    it(`${what}, resends that were not started are done once`, async () => {
      await system.app('dispatcher').stop();
      const ids = await acceptObjects(WAITING);
      using database = new DatabaseView(system.databaseFile);
      await waitFor(() => database.waitingJobs() === WAITING, {
        deadlineMs: SETTLE_LIMIT_MS,
        what: 'the broker to have all',
      });
      await lose(system);
      await system.start('dispatcher');
      await expectObjectsDone(ids);
    });
  }

  it('is away, resends are accepted and done, and not once more when it is back', async () => {
    await system.nats.kill();
    const ids = await acceptObjects(WAITING);
    await expectObjectsDone(ids);
    await system.nats.start();
    const later = await acceptObjects(WAITING);
    await expectObjectsDone([...later, ...ids]);
  });
});
