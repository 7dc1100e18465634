import { expect } from 'chai';

import { waitFor, type HttpReceiver } from '@webhooks/testing';
import type { System } from '@webhooks/proof-kit';

import { DatabaseView } from './support/database.ts';
import { startPostLoad } from './support/post-load.ts';
import { useBulkSystem } from './support/bulk-system.ts';
import type { BulkAccount } from './support/records.ts';
import { receiptsByResend } from './support/receipts.ts';

const OBJECTS = 200;
const STEP = 150;
/** Generous: the machine may have other things to do. */
const PROGRESS_LIMIT_MS = 20_000;

describe('When the service is killed', function () {
  this.timeout(60_000);
  let system: System;
  let receiver: HttpReceiver;
  let account: BulkAccount;

  useBulkSystem(
    { id: 40, events: OBJECTS, objects: OBJECTS },
    (started) => ({ system, receiver, account } = started),
  );

  it('requests are refused until it is back, and what was answered is kept and done once', async () => {
    const load = startPostLoad(system.api, account.objectRequest);
    const grown = (by: number): Promise<unknown> => {
      const goal = load.accepted.length + by;
      return waitFor(() => load.accepted.length >= goal, {
        deadlineMs: PROGRESS_LIMIT_MS,
        what: () => `${goal} accepted requests, got ${load.accepted.length}`,
      });
    };
    for (let kill = 1; kill <= 2; kill += 1) {
      await grown(STEP);
      const refusedBefore = load.refused;
      await system.app('resend-service').kill();
      await waitFor(() => load.refused > refusedBefore, {
        deadlineMs: PROGRESS_LIMIT_MS,
        what: 'a refusal',
      });
      await system.start('resend-service');
    }
    await grown(STEP);
    const accepted = await load.stop();
    expect(load.strange).to.deep.equal([]);
    await expectAllDoneOnce(accepted);
  });

  async function expectAllDoneOnce(accepted: readonly number[]): Promise<void> {
    const ids = new Set(accepted);
    expect(ids.size).to.equal(accepted.length);
    for (const id of ids) {
      const log = await system.api.settled(id);
      expect(log).to.include({ status: 'COMPLETED', total: 1, delivered: 1 });
    }
    using database = new DatabaseView(system.databaseFile);
    expect(database.resendIds()).to.have.members([...ids]);
    expect(receiptsByResend(receiver)).to.deep.equal(new Map([...ids].map((id) => [id, 1])));
    expect(database.integrity()).to.equal('ok');
  }
});
