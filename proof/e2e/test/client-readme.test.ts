import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import {
  createTempDir,
  freePort,
  startHttpReceiver,
  startProcess,
  waitFor,
  type ProcessHandle,
  type TempDir,
} from '@webhooks/testing';
import { startSystem, userToken, type System } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { endpointRecord } from './support/records.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** What a range of the examples finds. */
const failedCashout = {
  event: {
    id: 'evt_cashout_1',
    account_id: 17,
    resend_type: 'RESEND_TYPE_CASHOUT',
    object_reference_id: 777,
    type: 'PIX_CASHOUT_SUCCESS',
    occurred_at: '2026-05-20T12:00:00Z',
    payload: Buffer.from('{"type":"PIX_CASHOUT_SUCCESS","data":{}}').toString('base64'),
    outcome: 'DELIVERY_OUTCOME_FAILED',
  },
};

describe('The README of the client', function () {
  this.timeout(60_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let directory: TempDir;
  let port: number;

  before(async () => {
    directory = started.use(createTempDir());
    symlinkSync(`${root}node_modules`, directory.file('node_modules'));
    system = started.use(await startSystem({ RETRY_SCHEDULE: '0' }));
    port = await freePort();
    const url = `http://127.0.0.1:${port}/hook`;
    const signing_secrets = [secret];
    await system.importSample([
      endpointRecord({ id: 'in', account_id: 17, url, type_webhook: 'CASHIN', signing_secrets }),
      endpointRecord({ id: 'out', account_id: 17, url, type_webhook: 'CASHOUT' }),
      failedCashout,
    ]);
  });

  after(() => started.disposeAsync());

  /** Runs the example that holds a text, as it stands there. */
  function run(text: string): ProcessHandle {
    const file = directory.file(`${text.replaceAll(/\W/g, '-')}.ts`);
    const example = examples().find((code) => code.includes(text));
    writeFileSync(file, example ?? '');
    const env = {
      RESEND_URL: `http://127.0.0.1:${system.settings['REST_PORT']}`,
      RESEND_TOKEN: userToken(246),
      WEBHOOK_SECRETS: secret,
      PORT: `${port}`,
    };
    return started.use(startProcess({ file, env, cwd: directory.path }));
  }

  it('has an example for each of its parts, and no other', () => {
    expect(examples()).to.have.length(4);
  });

  it('resends to its receiver, which verifies, and tells a duplicate', async () => {
    const receiver = run('createServer');
    await startedListening(port);
    for (const result of ['processed', 'duplicate']) {
      const sender = run('watchResend(id)');
      expect(await sender.exited, sender.lines.join('\n')).to.include({ code: 0 });
      expect(sender.lines.at(-1)).to.equal('COMPLETED: 3 of 3 delivered');
      const results = receiver.lines.filter((line) => line === result);
      expect(results, receiver.lines.join('\n')).to.have.length(3);
    }
    expect(receiver.lines.join('\n')).to.include('isResend: true');
    const unsigned = await fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', body: '{}' });
    expect(unsigned.status).to.equal(401);
    await receiver.kill();
  });

  it('previews a range and asks for it once, however often it is run', async () => {
    await using away = await startHttpReceiver(
      (_request, response) => {
        response.writeHead(500).end();
      },
      { port },
    );
    const ids = new Set<number>();
    for (const title of ['first', 'second']) {
      const example = run('idempotencyKey: ');
      expect(await example.exited, example.lines.join('\n')).to.include({ code: 0 });
      expect(example.lines[0], title).to.equal('1 events, 1 deliveries');
      const [newest] = (await system.api.page('?limit=1')).results;
      ids.add((await system.api.settled(newest?.id ?? 0)).id);
    }
    expect(ids.size).to.equal(1);
    expect(away.requests).to.have.length(1);
  });

  it('shows what failed and why, and names a refusal', async () => {
    const example = run('allDeliveries');
    expect(await example.exited, example.lines.join('\n')).to.include({ code: 0 });
    expect(example.lines).to.deep.equal([
      'evt_cashout_1: 500',
      '404 resend_not_found Resend not found []',
    ]);
  });
});

function examples(): string[] {
  const text = readFileSync(`${root}libs/client/README.md`, 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

/** Resolves when somebody answers there. */
async function startedListening(port: number): Promise<void> {
  await waitFor(() => fetch(`http://127.0.0.1:${port}`), { what: 'the receiver of the README' });
}
