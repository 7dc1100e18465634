import { expect } from 'chai';

import { freePort, waitFor, type HttpReceiver } from '@webhooks/testing';
import type { System } from '@webhooks/proof-kit';

import { DatabaseView } from './support/database.ts';
import { doubles, receipts } from './support/receipts.ts';
import { useBulkSystem } from './support/bulk-system.ts';
import type { BulkAccount } from './support/records.ts';

const EVENTS = 20_000;
const OBJECTS = 2_000;
const IN_FLIGHT_CAP = 12;
const SETTLE_LIMIT_MS = 60_000;
/** The broker waits five seconds for a sign of life; the rest is for a busy machine. */
const TAKEN_AGAIN_MS = 15_000;

describe('When a dispatcher is killed', function () {
  this.timeout(90_000);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  useBulkSystem(
    { id: 30, events: EVENTS, objects: OBJECTS },
    (started) => ({ system, receiver, account } = started),
    {
      LEASE_TTL_MS: '1000',
      ENDPOINT_MAX_IN_FLIGHT: `${IN_FLIGHT_CAP}`,
    },
  );

  const received = (count: number): Promise<unknown> =>
    waitFor(() => receiver.requests.length >= count, {
      deadlineMs: SETTLE_LIMIT_MS,
      what: () => `${count} requests, got ${receiver.requests.length}`,
    });
  const expectAllArrived = async (id: number, kills: number): Promise<void> => {
    expect(await system.api.settled(id, SETTLE_LIMIT_MS)).to.include({
      status: 'COMPLETED',
      total: EVENTS,
      delivered: EVENTS,
      failed: 0,
      pending: 0,
    });
    const counts = receipts(receiver, id);
    expect(counts.size).to.equal(EVENTS);
    expect(doubles(counts)).to.be.at.most(kills * IN_FLIGHT_CAP);
    using database = new DatabaseView(system.databaseFile);
    expect(database.inconsistentDeliveries(id)).to.deep.equal([]);
    expect(database.integrity()).to.equal('ok');
  };

  it('the next one finishes its work: nothing is lost, and no more comes twice than was in flight', async () => {
    const id = await system.api.accept(account.request);
    for (const share of [0.2, 0.5]) {
      await received(EVENTS * share);
      await system.app('dispatcher').kill();
      await system.start('dispatcher');
    }
    await expectAllArrived(id, 2);
    expectOrderPerObject([...receipts(receiver, id).keys()]);
  });

  it('a job that it had taken and not begun is begun within seconds', async () => {
    await system.app('dispatcher').kill();
    const dying = await system.start('dispatcher', {
      NODE_ENV: 'test',
      CRASH_AT: 'taken-not-planned:1:0',
    });
    const id = await system.api.accept(account.objectRequest(0));
    await dying.exited;
    await system.start('dispatcher');
    expect(await system.api.settled(id, TAKEN_AGAIN_MS)).to.include({ status: 'COMPLETED' });
  });

  it('one that stands by takes over', async () => {
    const before = receiver.requests.length;
    const active = system.app('dispatcher');
    await system.start('dispatcher', { DISPATCHER_PORT: `${await freePort()}` });
    const id = await system.api.accept(account.request);
    await received(before + EVENTS / 4);
    await active.kill();
    await expectAllArrived(id, 1);
  });
});

/** Takes events in the order of their first coming. */
function expectOrderPerObject(eventIds: readonly string[]): void {
  const latest = new Map<number, number>();
  for (const eventId of eventIds) {
    const number = Number(eventId.slice(eventId.lastIndexOf('_') + 1));
    const object = number % OBJECTS;
    expect(number).to.be.above(latest.get(object) ?? -1);
    latest.set(object, number);
  }
}
