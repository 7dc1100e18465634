import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import {
  createResealer,
  createSqliteCatalogStore,
  createSqliteDispatchStore,
  createSqliteIdentityStore,
  openDatabase,
} from '@webhooks/store-sqlite';
import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);
const ENDPOINTS = 450;
const origin = {
  userId: null,
  service: 'test',
  tokenId: null,
  peerAddress: '127.0.0.1',
  forwardedFor: null,
  requestId: 'request-1',
};
const idOf = (index: number): string => `ep_${String(index).padStart(4, '0')}`;

describe('reseal on the command line', function () {
  this.timeout(60_000);
  let directory: TempDir;
  let file: string;

  beforeEach(async () => {
    directory = createTempDir();
    file = directory.file('webhooks.db');
    using database = openDatabase({ path: file, secretsKey: OLD });
    const account = { id: 17, branchIdentifier: '1', number: '1', userIds: [246] };
    const endpoints = Array.from({ length: ENDPOINTS }, (_, index) => ({
      kind: 'endpoint' as const,
      endpoint: {
        id: idOf(index),
        accountId: 17,
        url: 'https://merchant.example/hook',
        typeWebhook: 'CASHIN',
        authorizationToken: `token ${index}`,
        xFunctionsKey: null,
        signingSecrets: [],
        disabledReason: null,
        maxInFlight: null,
        maxRatePerSecond: null,
        clientIdentity: null,
        trustAnchors: null,
        egressProxy: null,
        recoversAutomatically: false,
        isTest: false,
      },
    }));
    const catalog = createSqliteCatalogStore(database);
    await catalog.write([{ kind: 'account', account }, ...endpoints], 1, origin);
    const certificate = { name: 'platform', accountId: null, chain: 'c', privateKey: 'k' };
    await createSqliteIdentityStore(database).putCertificate(
      { ...certificate, useFromMs: 0, isDefault: true },
      () => true,
      { nowMs: 1, actor: origin },
    );
  });

  afterEach(() => directory[Symbol.dispose]());

  const main = path.resolve(import.meta.dirname, 'reseal-main.ts');
  const environment = (...keys: readonly Uint8Array[]) => ({
    DATA_DIR: directory.path,
    SECRETS_KEY: keys.map((key) => Buffer.from(key).toString('base64')).join(','),
  });
  const run = (...keys: readonly Uint8Array[]) =>
    spawnSync(process.execPath, [main], {
      env: environment(...keys),
      encoding: 'utf8',
      timeout: 30_000,
    });

  async function tokensWith(...keys: readonly Uint8Array[]): Promise<(string | null)[]> {
    using database = openDatabase({ path: file, secretsKey: keys });
    const found = await createSqliteCatalogStore(database).listEndpoints(17, '', ENDPOINTS);
    return found.map(({ authorizationToken }) => authorizationToken);
  }

  async function identityKeyWith(...keys: readonly Uint8Array[]): Promise<string | undefined> {
    using database = openDatabase({ path: file, secretsKey: keys });
    const endpoint = await createSqliteDispatchStore(database).loadEndpoint(idOf(0));
    return endpoint?.identity?.certificates[0]?.privateKey;
  }

  const tokens = Array.from({ length: ENDPOINTS }, (_, index) => `token ${index}`);

  it('seals everything with the first key, says so, and is safe to repeat', async () => {
    const first = run(NEW, OLD);
    expect(first.stderr).to.equal('');
    expect(first.stdout).to.include(`${ENDPOINTS + 1} endpoints and identities sealed anew`);
    expect(first.stdout).to.include('can be removed from SECRETS_KEY');
    expect(await tokensWith(NEW)).to.deep.equal(tokens);
    expect(await identityKeyWith(NEW)).to.equal('k');
    expect(() => openDatabase({ path: file, secretsKey: OLD })).to.throw('another secrets key');
    const again = run(NEW);
    expect(again.stdout)
      .to.include(': 0 endpoints and identities sealed anew')
      .and.not.include('removed');
  });

  it('lets everything go on, and takes no change back', async () => {
    using database = openDatabase({ path: file, secretsKey: [NEW, OLD] });
    const catalog = createSqliteCatalogStore(database);
    const child = spawn(process.execPath, [main], { env: environment(NEW, OLD), stdio: 'ignore' });
    const ended = once(child, 'exit');
    let isOver = false;
    void ended.then(() => (isOver = true));
    let changes = 0;
    while (!isOver) {
      const change = { authorizationToken: `changed ${changes % ENDPOINTS}` };
      await catalog.updateEndpoint(idOf(changes % ENDPOINTS), change, 2, origin);
      changes += 1;
      await new Promise(setImmediate);
    }
    expect(await ended).to.deep.equal([0, null]);
    const changed = tokens.map((token, index) => (index < changes ? `changed ${index}` : token));
    expect(await tokensWith(NEW)).to.deep.equal(changed);
  });

  it('leaves a database that opens when it is ended in the middle', async () => {
    {
      using database = openDatabase({ path: file, secretsKey: [NEW, OLD] });
      expect(createResealer(database).step('', 100)).to.deep.equal({
        lastId: idOf(99),
        looked: 100,
        resealed: 100,
      });
    }
    expect(await tokensWith(OLD, NEW)).to.deep.equal(tokens);
    expect(() => openDatabase({ path: file, secretsKey: NEW })).to.throw('another secrets key');
    expect(run(NEW, OLD).stdout).to.include(
      `${ENDPOINTS - 99} endpoints and identities sealed anew`,
    );
    expect(await tokensWith(NEW)).to.deep.equal(tokens);
  });

  it('refuses keys of another database, and what is no list of keys, in one line', () => {
    const other = run(new Uint8Array(32).fill(3), NEW);
    expect(other.stderr).to.match(/^reseal: .*another secrets key.*\n$/);
    expect(other.status).to.equal(1);
    expect(run(NEW.subarray(1), OLD).stderr).to.match(/^reseal: SECRETS_KEY must be 32 bytes/);
  });
});
