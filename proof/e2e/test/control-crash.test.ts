import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { seededRandom, startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { type AppName, type ResendAction, startSystem, type System } from '@webhooks/proof-kit';

import { DatabaseView } from './support/database.ts';
import { persistAction } from './support/persist-action.ts';
import { doubles, receipts } from './support/receipts.ts';
import { bulkAccount, type BulkAccount } from './support/records.ts';

const EVENTS = 3_000;
const IN_FLIGHT_CAP = 12;
const SETTLE_LIMIT_MS = 60_000;
const ROUNDS = 6;
/** A run is repeated by its seed. */
const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e6));

describe('When a process is killed while an owner controls a resend', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();
  const random = seededRandom(seed);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  before(async () => {
    system = started.use(
      await startSystem({ LEASE_TTL_MS: '1000', ENDPOINT_MAX_IN_FLIGHT: `${IN_FLIGHT_CAP}` }),
    );
    receiver = started.use(
      await startHttpReceiver((_request, response) => void setTimeout(() => response.end(), 8)),
    );
    account = bulkAccount(60, { events: EVENTS, objects: 300 }, receiver.url);
    await system.importRecords(account.records);
  });

  after(() => started.disposeAsync());

  const received = (id: number, count: number): Promise<unknown> =>
    waitFor(() => receipts(receiver, id).size >= count, {
      deadlineMs: SETTLE_LIMIT_MS,
      what: `${count} requests`,
    });

  const anyTimeWithin = (ms: number): Promise<void> => delay(random() * ms);

  /** Kills an app at a random moment of an action, and starts it again. */
  async function actUnderFire(id: number, action: ResendAction, app: AppName): Promise<number> {
    const answer = persistAction(system.api, id, action);
    await anyTimeWithin(120);
    await system.app(app).kill();
    await anyTimeWithin(100);
    await system.start(app);
    return (await answer).status;
  }

  async function expectConsistent(
    id: number,
    kills: number,
    wanted: 'cancelled' | 'resumed',
  ): Promise<void> {
    const log = await system.api.settled(id, SETTLE_LIMIT_MS);
    expect(log).to.include({ total: EVENTS, pending: 0 });
    expect(log.delivered + log.failed).to.equal(EVENTS);
    const counts = receipts(receiver, id);
    const lost = counts.size - log.delivered;
    expect(lost, 'sent, but its outcome died with the dispatcher').to.be.within(
      0,
      wanted === 'cancelled' ? kills * IN_FLIGHT_CAP : 0,
    );
    expect(doubles(counts)).to.be.at.most(kills * IN_FLIGHT_CAP);
    using database = new DatabaseView(system.databaseFile);
    const { DELIVERED = 0, CANCELLED = 0, ...others } = database.deliveryStates(id);
    expect([DELIVERED, CANCELLED, others]).to.deep.equal([log.delivered, log.failed, {}]);
    if (wanted === 'cancelled' && log.failed > 0) {
      expect(log).to.include({
        status: 'FAILED',
        detail: `Cancelled. ${log.failed} of ${EVENTS} deliveries did not succeed: ${log.failed} cancelled`,
      });
    } else {
      expect(log).to.include({ status: 'COMPLETED', detail: null });
    }
    expect(database.integrity()).to.equal('ok');
  }

  for (const app of ['dispatcher', 'resend-service'] as const) {
    it(`${app}: every wanted is kept once, and the counts add up (seed ${seed})`, async () => {
      for (let round = 0; round < ROUNDS / 2; round += 1) {
        const id = await system.api.accept(account.request);
        await received(id, random() * EVENTS * 0.6);
        const status = await actUnderFire(id, 'pause', app);
        if (status === 409) {
          // All of it was delivered before the service was back to take the wish.
          expect(await system.api.log(id)).to.include({ status: 'COMPLETED', delivered: EVENTS });
          continue;
        }
        expect(status).to.equal(200);
        const action = random() < 0.5 ? 'cancel' : 'resume';
        expect(await actUnderFire(id, action, app)).to.equal(200);
        const wanted = action === 'cancel' ? 'cancelled' : 'resumed';
        await expectConsistent(id, app === 'dispatcher' ? 2 : 0, wanted);
        using database = new DatabaseView(system.databaseFile);
        expect(database.actsOn(id)).to.deep.equal([
          'RESEND_CREATED',
          'RESEND_PAUSED',
          action === 'cancel' ? 'RESEND_CANCELLED' : 'RESEND_RESUMED',
        ]);
      }
    });
  }

  it(`retries of what was cancelled are one for one key, and complete (seed ${seed})`, async () => {
    const id = await system.api.accept(account.request);
    await received(id, EVENTS / 4);
    await persistAction(system.api, id, 'cancel');
    const { failed } = await system.api.settled(id, SETTLE_LIMIT_MS);
    const ids = new Set<number>();
    for (const app of ['resend-service', 'dispatcher', 'resend-service'] as const) {
      const headers = { 'idempotency-key': 'retry' };
      const answer = persistAction(system.api, id, 'retry-failed', headers);
      await anyTimeWithin(60);
      await system.app(app).kill();
      await system.start(app);
      const { resend } = JSON.parse((await answer).text) as { resend: { id: number } };
      ids.add(resend.id);
    }
    expect(ids.size).to.equal(1);
    const [retry = 0] = ids;
    expect(await system.api.settled(retry, SETTLE_LIMIT_MS)).to.include({
      status: 'COMPLETED',
      total: failed,
      delivered: failed,
    });
    using database = new DatabaseView(system.databaseFile);
    expect(database.actsOn(retry)).to.deep.equal(['FAILED_DELIVERIES_RETRIED']);
  });
});
