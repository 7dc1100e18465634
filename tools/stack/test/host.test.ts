import { execFileSync, spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import path from 'node:path';

import { createTempDir, sampleRecordsFile, waitFor, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { sampleLines } from '../src/sample/records.ts';
import { processesOf, runStack, stackEnvironment } from './running-stack.ts';
import type { StackEnvironment } from './running-stack.ts';

const READY_LIMIT_MS = 30_000;
const tools = path.resolve(import.meta.dirname, '../..');

/** Addresses that other machines may use; link-local ones need a zone, which no URL can hold. */
const interfaceAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0)
  .map(({ address }) => address);

const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address);

describe('HOST of a stack', function () {
  this.timeout(60_000);

  let directory: TempDir;
  let env: StackEnvironment & { HOST?: string };

  beforeEach(async () => {
    directory = createTempDir();
    env = await stackEnvironment(directory.file('data'));
  });

  afterEach(async () => {
    await waitFor(() => processesOf(env.DATA_DIR).length === 0, {
      what: 'the end of every program of the stack',
      deadlineMs: 15_000,
    });
    directory[Symbol.dispose]();
  });

  /** Starts one with its sample and reads its list at the URL that it prints. */
  async function deliversAndAnswers(host: string, origin: RegExp): Promise<void> {
    env.HOST = host;
    await using stack = runStack([], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    const output = stack.lines.join('\n');
    expect(output).to.match(/Resend \d is COMPLETED: 2 of 2 delivered\./);
    const [, url = '', authorization = ''] =
      /^curl (http\S+) -H 'Authorization: (Bearer [^']+)'$/m.exec(output) ?? [];
    expect(new URL(url).origin).to.match(origin);
    const list = await fetch(`${url}?limit=1`, { headers: { authorization } });
    expect(await list.text()).to.contain('"status":"COMPLETED"');
    expect(await stack.stop()).to.include({ code: 0 });
  }

  for (const [host, origin] of [
    ['::1', /^http:\/\/\[::1\]:\d+$/],
    ['::', /^http:\/\/\[::1\]:\d+$/],
    ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['localhost', /^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/],
  ] as const) {
    it(`may be ${host}`, () => deliversAndAnswers(host, origin));
  }

  it('may be an address of an interface', async function () {
    if (interfaceAddresses.length === 0) this.skip();
    for (const address of interfaceAddresses) {
      const escaped = inUrl(address).replaceAll(/[.[\]]/g, '\\$&');
      await deliversAndAnswers(address, new RegExp(`^http://${escaped}:\\d+$`));
    }
  });

  it('is where the tools look for the stack, and where links of pages lead', async () => {
    env.HOST = '::1';
    await using stack = runStack(['--no-sample'], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    const run = (tool: string, args: readonly string[]) =>
      spawnSync(process.execPath, [path.join(tools, tool, 'src/main.ts'), ...args], {
        env,
        encoding: 'utf8',
      });
    expect(run('import', [sampleRecordsFile])).to.include({ status: 0 });
    const authorization = `Bearer ${run('token', ['--user', '246']).stdout.trim()}`;
    const url = `http://[::1]:${env.REST_PORT}/v3/webhooks/resend`;
    for (let resend = 1; resend <= 2; resend += 1) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{"resend_type":"CASHIN","object_reference_id":12345}',
      });
      expect(answer.status).to.equal(200);
    }
    const page = await fetch(`${url}?limit=1`, { headers: { authorization } });
    const { next } = (await page.json()) as { readonly next: string };
    expect(next).to.match(/^http:\/\/\[::1\]:\d+\//);
    expect((await fetch(next, { headers: { authorization } })).status).to.equal(200);
    await stack.stop();
  });

  for (const host of ['192.0.2.77', 'nowhere.invalid', 'fe80::1%lo', 'http://x']) {
    it(`is refused in one line if it is ${host}`, async () => {
      env.HOST = host;
      await using stack = runStack([], env);
      expect(await stack.exited).to.include({ code: 1 });
      expect(stack.lines).to.have.length(1);
      expect(stack.lines[0]).to.match(/^stack: .*(HOST|is not an address of this machine)/);
    });
  }
});

describe('an empty setting of a stack', function () {
  this.timeout(60_000);

  it('that says what may be called allows nothing', async () => {
    using directory = createTempDir();
    const env = { ...(await stackEnvironment(directory.file('data'))), ALLOWED_PRIVATE_RANGES: '' };
    await using stack = runStack([], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    const output = stack.lines.join('\n');
    expect(output).to.contain('The sample is left out');
    expect(output).to.not.contain('For development ALLOWED_PRIVATE_RANGES');
    const run = (tool: string, args: readonly string[], input?: string): string =>
      execFileSync(process.execPath, [path.join(tools, tool, 'src/main.ts'), ...args], {
        ...{ env, input },
        encoding: 'utf8',
      });
    const secret = `whsec_${'A'.repeat(43)}=`;
    run('import', ['-'], sampleLines(`http://127.0.0.1:${env.RECEIVER_PORT}`, secret).join('\n'));
    const authorization = `Bearer ${run('token', ['--user', '246']).trim()}`;
    const url = `http://127.0.0.1:${env.REST_PORT}/v3/webhooks/resend`;
    await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"resend_type":"CASHIN","object_reference_id":12345}',
    });
    const deliveries = async (): Promise<string> =>
      (await fetch(`${url}/1/deliveries`, { headers: { authorization } })).text();
    await waitFor(async () => (await deliveries()).includes('"blocked_address"'), {
      what: 'a delivery that was not sent',
    });
    await stack.stop();
  });
});
