import { fileURLToPath } from 'node:url';

import { startSystem, type System } from '@webhooks/proof-kit';
import { freePort, startProcess, waitFor, type ProcessHandle } from '@webhooks/testing';
import { expect } from 'chai';

const FILE = fileURLToPath(new URL('../../../tools/canary/src/main.ts', import.meta.url));
/** On a machine that is busy with other things. */
const START_LIMIT_MS = 60_000;

describe('the canary', function () {
  this.timeout(120_000);

  let system: System;
  let canary: ProcessHandle | null = null;
  let adminPort: number;

  before(async () => {
    system = await startSystem();
    const endpoint = {
      id: 'ep_17',
      account_id: 17,
      url: 'https://example.com',
      type_webhook: 'CASHIN',
    };
    await system.importSample([{ endpoint }]);
  });
  afterEach(async () => {
    await canary?.[Symbol.asyncDispose]();
    canary = null;
  });
  after(() => system[Symbol.asyncDispose]());

  async function fly(change: Readonly<Record<string, string>> = {}): Promise<void> {
    adminPort = await freePort();
    const env = {
      ...system.settings,
      CANARY_PORT: '0',
      CANARY_ADMIN_PORT: `${adminPort}`,
      CANARY_INTERVAL_MS: '200',
      CANARY_TIMEOUT_MS: '1000',
      LOG_LEVEL: 'info',
      ...change,
    };
    canary = startProcess({ file: FILE, env });
    await canary.line('The canary flies', START_LIMIT_MS);
  }

  async function value(sample: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${adminPort}/metrics`);
    const line = (await response.text()).split('\n').find((text) => text.startsWith(sample));
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  const arrived = (): Promise<number> => value('webhooks_canary_total{result="arrived"');

  it('arrives again and again, and is young then', async () => {
    await fly();
    await waitFor(async () => (await arrived()) >= 3, {
      deadlineMs: 20_000,
      what: 'three arrivals',
    });
    expect(await value('webhooks_canary_age_seconds')).to.be.below(5);
    expect(await value('webhooks_canary_seconds_count')).to.be.at.least(3);
  });

  it('is lost while nobody delivers, grows old, and arrives again', async () => {
    await fly();
    await waitFor(async () => (await arrived()) >= 1, { what: 'an arrival', deadlineMs: 20_000 });
    await system.app('dispatcher').kill();
    await waitFor(async () => (await value('webhooks_canary_total{result="lost"')) >= 2, {
      deadlineMs: 20_000,
      what: 'two losses',
    });
    expect(await value('webhooks_canary_age_seconds')).to.be.above(2);
    await system.start('dispatcher');
    const before = await arrived();
    await waitFor(async () => (await arrived()) > before, {
      deadlineMs: 20_000,
      what: 'an arrival after the restart',
    });
  });

  it('tells an API that is away from one that refuses', async () => {
    await fly({ CANARY_REST_URL: 'http://127.0.0.1:1' });
    await waitFor(async () => (await value('webhooks_canary_total{result="unreachable"')) > 0, {
      what: 'an API that cannot be reached',
    });
  });

  it('keeps off the account of somebody else', async () => {
    const refusal = await fly({ CANARY_ACCOUNT_ID: '17' }).catch((error: Error) => error.message);
    expect(refusal).to.include('account 17 has endpoints of its own');
    expect((await system.api.page()).results).to.deep.equal([]);
  });

  it('runs as a program and stops when it is told to', async () => {
    await fly();
    expect((await canary?.stop())?.code).to.equal(0);
  });
});
