import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';

import { waitFor, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { processesOf, runStack, useStackDirectory } from './running-stack.ts';
import type { StackEnvironment } from './running-stack.ts';

const READY_LIMIT_MS = 30_000;

describe('stack', function () {
  this.timeout(60_000);

  let directory: TempDir;
  let env: StackEnvironment;

  useStackDirectory((made) => ({ directory, env } = made));

  it('delivers its sample, prints how to send another one, and leaves nothing behind', async () => {
    await using stack = runStack([], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    const output = stack.lines.join('\n');
    expect(output).to.match(/QR_CODE_COPY_AND_PASTE_PAID {2}evt_sample_2 .* signature ok/);
    expect(output).to.match(/Resend 1 is COMPLETED: 2 of 2 delivered\./);

    const [url = '', token = ''] =
      /curl -X POST (\S+) -H 'Authorization: (Bearer [^']+)'/.exec(output)?.slice(1) ?? [];
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: '{"resend_type":"CASHOUT","object_reference_id":98765}',
    });
    expect(await answer.json()).to.deep.equal({
      worked: true,
      detail: 'Webhook resend request created. ID: 2',
    });
    await stack.line(/PIX_CASHOUT_SUCCESS .* resend 2 /);
    const page = await fetch(new URL('/console/', url));
    expect(await page.text()).to.contain('<div id="app">');

    stack.signal('SIGINT');
    expect(await stack.exited).to.include({ code: 0 });
  });

  it('can be started again on what it left', async () => {
    for (const resend of [1, 2]) {
      await using stack = runStack([], env);
      await stack.line(`Resend ${resend} is COMPLETED`, READY_LIMIT_MS);
      expect(await stack.stop()).to.include({ code: 0 });
    }
  });

  it('starts without the sample, and leaves it out beside data of one’s own', async () => {
    {
      await using stack = runStack(['--no-sample'], env);
      await stack.line(/^ready$/, READY_LIMIT_MS);
      expect(stack.lines.join('\n')).to.not.match(/sample|receiver/i);
      expect(await stack.stop()).to.include({ code: 0 });
    }
    await using stack = runStack([], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    expect(stack.lines.join('\n')).to.match(/holds data already, so the sample is left out/);
    await stack.stop();
  });

  it('leaves nothing behind when it is killed itself', async () => {
    await using stack = runStack(['--no-sample'], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    await stack.kill();
  });

  it('can be interrupted while it starts', async () => {
    await using stack = runStack([], env);
    await waitFor(() => processesOf(env.DATA_DIR).length > 1, { what: 'its first program' });
    stack.signal('SIGINT');
    expect(await stack.exited).to.include({ code: 0 });
    expect(stack.lines).to.not.include('ready');
  });

  it('refuses to start on a port that is in use', async () => {
    const occupied = createServer().listen(Number(env.RPC_PORT), '127.0.0.1');
    await once(occupied, 'listening');
    await refusesToStart(`stack: port ${env.RPC_PORT} is already in use (RPC_PORT)`);
    occupied.close();
  });

  it('refuses to start on a damaged database, and leaves it as it is', async () => {
    const damaged = 'this is no database, whatever its name says\n'.repeat(200);
    {
      await using stack = runStack([], env);
      await stack.line(/^ready$/, READY_LIMIT_MS);
      await stack.stop();
    }
    writeFileSync(directory.file('data/webhooks.db'), damaged);
    await refusesToStart(/^stack: resend-service: .*webhooks\.db/);
    expect(readFileSync(directory.file('data/webhooks.db'), 'utf8')).to.equal(damaged);
  });

  it('refuses to start on a bad setting of an app', async () => {
    Object.assign(env, { RETRY_SCHEDULE: 'soon' });
    await refusesToStart(/^stack: dispatcher: RETRY_SCHEDULE must be/);
  });

  /** One line, and a bad end. */
  async function refusesToStart(message: string | RegExp): Promise<void> {
    await using stack = runStack([], env);
    expect(await stack.exited).to.include({ code: 1 });
    expect(stack.lines).to.have.length(1);
    if (typeof message === 'string') expect(stack.lines[0]).to.equal(message);
    else expect(stack.lines[0]).to.match(message);
  }
});
