import { copyFileSync } from 'node:fs';
import path from 'node:path';

import { createSettings, serviceToken, userToken } from '@webhooks/proof-kit';
import {
  createTempDir,
  startNatsServer,
  startProcess,
  waitFor,
  type ProcessHandle,
  type TempDir,
} from '@webhooks/testing';
import { expect } from 'chai';

import { installPacked, oldestNode } from './support/packed.ts';

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const adminPorts = {
  'webhooks-resend-service': 'SERVICE_ADMIN_PORT',
  'webhooks-dispatcher': 'DISPATCHER_PORT',
  'webhooks-rest-facade': 'FACADE_ADMIN_PORT',
} as const;

describe('The packages, installed in a clean directory', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();
  const node = oldestNode();
  let directory: TempDir;
  let settings: Readonly<Record<string, string>>;

  before(() => {
    directory = started.use(createTempDir());
    installPacked(directory.path);
  });

  after(() => started.disposeAsync());

  /** Runs a file on that Node, and not on the one of the tests. */
  function run(file: string, args: readonly string[] = [], env = settings): ProcessHandle {
    const wrapper = ['sh', '-c', 'shift; exec "$0" "$@"', node];
    const PATH = `${path.dirname(node)}${path.delimiter}${process.env['PATH']}`;
    const cwd = directory.path;
    return started.use(startProcess({ file, args, wrapper, cwd, env: { ...env, PATH } }));
  }

  const command = (name: string): string => directory.file(`node_modules/.bin/${name}`);

  async function startApp(name: keyof typeof adminPorts): Promise<void> {
    const app = run(command(name));
    const ready = `http://127.0.0.1:${settings[adminPorts[name]]}/readyz`;
    await waitFor(async () => (await fetch(ready).catch(() => null))?.ok === true, {
      deadlineMs: 60_000,
      what: () => `${name} to be ready on ${node}:\n${app.lines.join('\n')}`,
    });
  }

  it('start, and send again what was imported by them', async () => {
    const dataDir = started.use(createTempDir());
    const nats = started.use(await startNatsServer());
    settings = {
      ...(await createSettings(dataDir.path, nats.url)),
      CONSOLE_DIR: directory.file('node_modules/@webhooks/console'),
    };
    await startApp('webhooks-resend-service');
    await startApp('webhooks-dispatcher');
    await startApp('webhooks-rest-facade');
    const script = directory.file('elsewhere.mjs');
    copyFileSync(path.resolve(import.meta.dirname, 'support/elsewhere.mjs'), script);
    const env = {
      RPC_URL: settings['RPC_URL'] ?? '',
      REST_URL: `http://127.0.0.1:${settings['REST_PORT']}`,
      SERVICE_TOKEN: serviceToken('catalog:write'),
      USER_TOKEN: userToken(246),
      SIGNING_SECRET: secret,
    };
    const elsewhere = run(script, [], env);
    await elsewhere.exited;
    expect(JSON.parse(elsewhere.lines.at(-1) ?? ''), elsewhere.lines.join('\n')).to.deep.equal({
      accepted: 4,
      rejected: [],
      status: 'COMPLETED',
      event: 'evt_1',
      connection: 'function',
      consoleIsServed: true,
      consoleDir: 'console',
    });
  });

  it('have the command line, which shows that resend', async () => {
    const env = {
      RESEND_URL: `http://127.0.0.1:${settings['REST_PORT']}`,
      RESEND_TOKEN: userToken(246),
    };
    const shown = run(command('resendctl'), ['show', '1'], env);
    const { code } = await shown.exited;
    expect(shown.lines.join('\n')).to.match(/COMPLETED/);
    expect(code).to.equal(0);
  });
});
