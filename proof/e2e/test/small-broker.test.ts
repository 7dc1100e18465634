import { startHttpReceiver, startNatsServer, waitFor } from '@webhooks/testing';
import { startSystem } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { DatabaseView } from './support/database.ts';
import { bulkAccount } from './support/records.ts';

const MIB = 1_048_576;
const SETTLE_LIMIT_MS = 30_000;

describe('With a nats-server that has little storage', function () {
  this.timeout(60_000);

  for (const [what, maxStoreMib, connected] of [
    ['the stream is smaller and jobs go through it', 100, true],
    ['there is no stream and jobs go without it', 32, false],
  ] as const) {
    it(`${what}: all is delivered once and nothing is left behind`, async () => {
      await using receiver = await startHttpReceiver();
      const nats = await startNatsServer({ maxStoreBytes: maxStoreMib * MIB });
      await using system = await startSystem({ LOG_LEVEL: 'info' }, nats);
      const account = bulkAccount(50, { events: 600, objects: 60 }, receiver.url);
      await system.importRecords(account.records);
      const ids = [await system.api.accept(account.request)];
      for (let object = 0; object < 20; object += 1) {
        ids.push(await system.api.accept(account.objectRequest(object)));
      }
      for (const id of ids) {
        const log = await system.api.settled(id, SETTLE_LIMIT_MS);
        expect(log).to.include({ status: 'COMPLETED', failed: 0, pending: 0 });
      }
      expect(receiver.requests).to.have.length(600 + 20 * 10);
      const said = system.app('dispatcher').lines.join('\n');
      expect(said).to.contain(connected ? `"wantedBytes":${1_024 * MIB}` : 'max_file_store');
      using database = new DatabaseView(system.databaseFile);
      await waitFor(() => database.outboxJobs() === 0, { what: 'an empty outbox' });
    });
  }
});
