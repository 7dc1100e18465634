import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { type HttpReceiver, startHttpReceiver } from '@webhooks/testing';
import { serviceToken, startSystem, type System } from '@webhooks/proof-kit';

import { endpointRecord } from './support/records.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the examples of docs/grpc.md', function () {
  this.timeout(60_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;

  before(async () => {
    system = started.use(await startSystem());
    receiver = started.use(await startHttpReceiver());
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_17', account_id: 17, url, type_webhook: 'CASHIN' }),
    ]);
  });

  after(() => started.disposeAsync());

  it('resend a QR Code by grpc-js', async () => {
    const { code, output } = await run(exampleUnder('grpc-js'));
    expect(output).to.match(/^resend \d+\n$/);
    expect(code).to.equal(0);
    const id = Number(/\d+/.exec(output)?.[0]);
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', delivered: 3 });
  });

  it('resend, watch to the end, and tell a refusal by Connect', async () => {
    const { code, output } = await run(exampleUnder('Connect'));
    expect(output).to.match(/resend \d+ completed 3\/3\nFailedPrecondition RESEND_SETTLED\n$/);
    expect(code).to.equal(0);
  });

  /** Runs a program as somebody in the root of the repository would. */
  const run = async (program: string): Promise<{ code: number; output: string }> => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: `${root}proof/e2e`,
      env: { RPC_ADDRESS: system.rpcAddress, TOKEN: serviceToken('resend:act-as-user') },
      timeout: 30_000,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const { promise, resolve } = Promise.withResolvers<number>();
    child.on('close', (code) => resolve(code ?? -1));
    return { code: await promise, output };
  };
});

/** The program under a heading of the page, for the folder that it runs in here. */
function exampleUnder(heading: string): string {
  const page = readFileSync(`${root}docs/grpc.md`, 'utf8');
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [, program] = /```js\n([\s\S]*?)```/.exec(section) ?? [];
  if (program === undefined) throw new Error(`docs/grpc.md has no program under ${heading}`);
  return program.replace("['proto']", "['../../proto']");
}
