import { writeFileSync } from 'node:fs';

import { expect } from 'chai';

import { DomainError } from '@webhooks/domain';
import { catalogConformance, dispatchConformance } from '@webhooks/store-conformance';
import type { Stores } from '@webhooks/store-conformance';
import { StoreOpenError } from '@webhooks/store-kit';
import { createTempDir } from '@webhooks/testing';

import { startCatalogThread, startStoreThread } from '../src/index.ts';
import { openStores, secretsKey } from './test-stores.ts';

const onLost = (error: Error): void => {
  throw error;
};
const entry = new URL('./programs/store-thread.ts', import.meta.url);

/** The catalog and resends in this thread, the rest in a thread of its own. */
async function openThreadStores(): Promise<Stores> {
  const directory = createTempDir();
  const path = directory.file('webhooks.sqlite');
  const {
    catalog,
    resends,
    previews,
    endpoints,
    identities,
    testEvents,
    events,
    portal,
    audit,
    retention,
    backlog,
    ...own
  } = openStores(path);
  const thread = await startStoreThread({ path, secretsKey, entry, onLost });
  return {
    catalog,
    resends,
    previews,
    endpoints,
    identities,
    testEvents,
    events,
    portal,
    audit,
    retention,
    backlog,
    dispatch: thread.dispatch,
    leases: thread.lease,
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]();
      await own[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Records are written in a thread of their own, all the rest is in this one. */
async function openCatalogThreadStores(): Promise<Stores> {
  const directory = createTempDir();
  const path = directory.file('webhooks.sqlite');
  const { catalog, ...own } = openStores(path);
  const thread = await startCatalogThread({ path, secretsKey, entry, onLost });
  return {
    ...own,
    catalog: { ...catalog, write: (...call) => thread.write(...call) },
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]();
      await own[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

describe('a catalog in a thread', function () {
  this.timeout(30_000);

  catalogConformance(openCatalogThreadStores);
});

describe('stores in a thread', function () {
  this.timeout(30_000);

  dispatchConformance(openThreadStores);

  it('say in one line why they cannot be opened', async () => {
    using directory = createTempDir();
    const path = directory.file('webhooks.sqlite');
    writeFileSync(path, 'not a database');
    const losses: Error[] = [];
    const onLost = (loss: Error): void => void losses.push(loss);
    const error = await startStoreThread({ path, secretsKey, entry, onLost }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(StoreOpenError);
    expect((error as StoreOpenError).message).to.equal(`${path} is not a database`);
    expect(losses).to.deep.equal([]);
  });

  it('say when to try again what they could not write', async () => {
    using directory = createTempDir();
    const path = directory.file('webhooks.sqlite');
    await using own = openStores(path);
    await using thread = await startStoreThread({
      path,
      secretsKey,
      entry,
      onLost,
      lockWaitMs: 10,
    });
    own.database.connection.exec('BEGIN IMMEDIATE');
    const error = await thread.lease.acquire('here', 60_000, 0).catch((thrown: unknown) => thrown);
    own.database.connection.exec('ROLLBACK');
    expect(error).to.be.instanceOf(DomainError);
    expect(error).to.include({ code: 'service_unavailable', retryAfterMs: 1_000 });
  });
});
