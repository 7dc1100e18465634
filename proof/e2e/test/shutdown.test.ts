import { expect } from 'chai';

import { waitFor, type HttpReceiver } from '@webhooks/testing';
import type { AppName, System } from '@webhooks/proof-kit';

import { DatabaseView } from './support/database.ts';
import { startPostLoad } from './support/post-load.ts';
import { useBulkSystem } from './support/bulk-system.ts';
import type { BulkAccount } from './support/records.ts';
import { receipts, receiptsByResend } from './support/receipts.ts';

const EVENTS = 10_000;
const OBJECTS = 1_000;
const STOP_LIMIT_MS = 10_000;
const ANSWER_DELAY_MS = 30;
/** Generous: the machine may have other things to do. */
const PROGRESS_LIMIT_MS = 20_000;

describe('A SIGTERM under load', function () {
  this.timeout(60_000);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  useBulkSystem(
    { id: 60, events: EVENTS, objects: OBJECTS },
    (started) => ({ system, receiver, account } = started),
  );

  const expectCleanStop = async (name: AppName): Promise<void> => {
    const app = system.app(name);
    expect(await app.stop(STOP_LIMIT_MS)).to.deep.equal({ code: 0, signal: null });
    expect(app.lines.filter((line) => line.startsWith(`${name}:`))).to.deep.equal([]);
  };

  it('lets the dispatcher finish what is in flight, so that nothing is lost or sent twice', async () => {
    // Answers that take their time are sure to be in flight when the signal comes.
    receiver.handle((_request, response) => {
      setTimeout(() => response.end(), ANSWER_DELAY_MS);
    });
    const id = await system.api.accept(account.request);
    for (const share of [0.02, 0.04]) {
      await waitFor(() => receiver.requests.length >= EVENTS * share, {
        deadlineMs: PROGRESS_LIMIT_MS,
        what: 'deliveries',
      });
      await expectCleanStop('dispatcher');
      const { delivered, status } = await system.api.log(id);
      expect(delivered).to.equal(receiver.requests.length);
      expect(status).to.equal('PROCESSING');
      await system.start('dispatcher');
    }
    receiver.handle((_request, response) => void response.end());
    const log = await system.api.settled(id, 30_000);
    expect(log).to.include({ status: 'COMPLETED', total: EVENTS, delivered: EVENTS });
    const counts = receipts(receiver, id);
    expect(counts.size).to.equal(EVENTS);
    expect(new Set(counts.values())).to.deep.equal(new Set([1]));
  });

  for (const name of ['resend-service', 'rest-facade'] as const) {
    it(`lets the ${name} answer what it has begun, so that each request is one resend`, async () => {
      using database = new DatabaseView(system.databaseFile);
      const known = new Set(database.resendIds());
      const load = startPostLoad(system.api, account.objectRequest, name);
      await waitFor(() => load.accepted.length >= 100, {
        deadlineMs: PROGRESS_LIMIT_MS,
        what: 'accepted requests',
      });
      await expectCleanStop(name);
      await system.start(name);
      const before = load.accepted.length;
      await waitFor(() => load.accepted.length >= before + 50, {
        deadlineMs: PROGRESS_LIMIT_MS,
        what: 'more of them',
      });
      const accepted = await load.stop();
      expect(load.strange).to.deep.equal([]);
      for (const id of accepted) {
        expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', delivered: 10 });
      }
      expect(database.resendIds().filter((id) => !known.has(id))).to.have.members([...accepted]);
      const counts = receiptsByResend(receiver);
      expect(new Set(accepted.map((id) => counts.get(id)))).to.deep.equal(new Set([10]));
    });
  }
});
