import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

import { expect } from 'chai';

import { createTempDir, type TempDir } from '@webhooks/testing';

import { runMain } from './support/service-process.ts';
import { environment } from './support/settings.ts';

describe('starting the service', () => {
  let dataDir: TempDir;

  beforeEach(() => (dataDir = createTempDir()));
  afterEach(() => dataDir[Symbol.dispose]());

  const good = (): Record<string, string> => environment(dataDir.path, 'nats://127.0.0.1:9');

  /** The one line that a service which cannot start leaves behind. */
  async function complaint(env: Record<string, string>): Promise<string> {
    await using process = runMain(env);
    const { code } = await process.exited;
    expect(code).to.equal(1);
    expect(process.lines).to.have.length(1);
    return process.lines[0] ?? '';
  }

  it('names every bad setting at once, and no secret', async () => {
    const line = await complaint({
      ...good(),
      RPC_PORT: '70000',
      AUTH_HS256_SECRET: 'short-secret',
      SECRETS_KEY: 'also-not-a-key',
      ALLOW_HTTP_ENDPOINTS: 'maybe',
      LOG_LEVEL: 'loud',
    });
    expect(line).to.match(/^resend-service: /);
    for (const name of ['RPC_PORT', 'AUTH_HS256_SECRET', 'SECRETS_KEY', 'ALLOW_HTTP_ENDPOINTS']) {
      expect(line).to.include(name);
    }
    expect(line).to.not.match(/short-secret|also-not-a-key/);
  });

  it('does not start without its secrets', async () => {
    const { AUTH_HS256_SECRET: _, SECRETS_KEY: __, ...env } = good();
    expect(await complaint(env)).to.match(/AUTH_HS256_SECRET .*SECRETS_KEY|SECRETS_KEY .*AUTH_HS/);
  });

  it('names a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const line = await complaint({ ...good(), RPC_PORT: String(port) });
    expect(line).to.include(`port ${port} is already in use`).and.include('RPC_PORT');
    other.close();
  });

  it('leaves a damaged database as it is', async () => {
    mkdirSync(dataDir.path, { recursive: true });
    const file = dataDir.file('webhooks.db');
    writeFileSync(file, 'this is no database');
    expect(await complaint({ ...good(), LOG_LEVEL: 'silent' })).to.include('webhooks.db');
    expect(readFileSync(file, 'utf8')).to.equal('this is no database');
  });

  it('starts while the broker is away', async () => {
    await using process = runMain({ ...good(), LOG_LEVEL: 'info' });
    await process.line('"msg":"Started"');
    expect(await process.stop()).to.deep.equal({ code: 0, signal: null });
  });
}).timeout(20_000);
