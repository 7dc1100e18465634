import { once } from 'node:events';
import { createServer } from 'node:net';

import type { ProcessHandle } from '@webhooks/testing';
import { expect } from 'chai';

import { processRunning, runStack, useStackDirectory } from './running-stack.ts';
import type { StackEnvironment } from './running-stack.ts';

const READY_LIMIT_MS = 30_000;

describe('a stack one of whose programs dies', function () {
  this.timeout(60_000);

  let env: StackEnvironment;

  useStackDirectory((made) => ({ env } = made));

  it('starts each of them again, says so, and delivers', async () => {
    await using stack = await readyStack([]);
    const programs = {
      'nats-server': 'nats-server',
      'resend-service': 'apps/resend-service',
      dispatcher: 'apps/dispatcher',
      'rest-facade': 'apps/rest-facade',
      receiver: 'tools/receiver',
    };
    for (const [name, text] of Object.entries(programs)) {
      process.kill(processRunning(env.DATA_DIR, text), 'SIGKILL');
      await stack.line(
        `stack: ${name} ended by itself (SIGKILL); it is started again in 1 s`,
        READY_LIMIT_MS,
      );
    }
    for (const name of Object.keys(programs)) {
      await stack.line(`stack: ${name} is ready again`, READY_LIMIT_MS);
    }
    expect(stack.errorLines.filter((line) => / ready again$/.test(line))).to.have.length(5);
    const output = stack.lines.join('\n');
    const [url = '', token = ''] =
      /curl -X POST (\S+) -H 'Authorization: (Bearer [^']+)'/.exec(output)?.slice(1) ?? [];
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: '{"resend_type":"CASHOUT","object_reference_id":98765}',
    });
    expect(answer.status).to.equal(200);
    await stack.line(/PIX_CASHOUT_SUCCESS .* resend 2 /, READY_LIMIT_MS);
    expect(await stack.stop()).to.include({ code: 0 });
  });

  it('waits longer while a stranger has the port, and heals when it leaves', async () => {
    await using stack = await readyStack(['--no-sample']);
    const port = Number(env.FACADE_ADMIN_PORT);
    process.kill(processRunning(env.DATA_DIR, 'apps/rest-facade'), 'SIGKILL');
    await stack.line('rest-facade ended by itself');
    const stranger = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    await stack.line(
      `stack: rest-facade: port ${port} is already in use (FACADE_ADMIN_PORT); it is started again in 2 s`,
    );
    stranger.close();
    await stack.line('stack: rest-facade is ready again', READY_LIMIT_MS);
    expect(await stack.stop()).to.include({ code: 0 });
  });

  it('can be interrupted while it waits to start one again', async () => {
    await using stack = await readyStack(['--no-sample']);
    process.kill(processRunning(env.DATA_DIR, 'apps/dispatcher'), 'SIGKILL');
    await stack.line('it is started again');
    stack.signal('SIGINT');
    expect(await stack.exited).to.include({ code: 0 });
    expect(stack.lines.join('\n')).to.not.include('ready again');
  });

  it('ends with all others where a supervisor wants that', async () => {
    await using stack = await readyStack(['--no-sample', '--exit-on-failure']);
    process.kill(processRunning(env.DATA_DIR, 'apps/dispatcher'), 'SIGKILL');
    expect(await stack.exited).to.include({ code: 1 });
    expect(stack.lines.at(-1)).to.equal('stack: dispatcher ended by itself (SIGKILL)');
  });

  it('shows what an app writes before it is ready', async () => {
    Object.assign(env, { NATS_URL: 'nats://127.0.0.1:9' });
    await using stack = await readyStack(['--no-sample']);
    for (const app of ['resend-service', 'dispatcher']) {
      const line = await stack.line(new RegExp(`^\\[${app}\\] .*No connection to NATS`));
      expect(line).to.contain('ECONNREFUSED');
    }
    await stack.stop();
  });

  async function readyStack(args: readonly string[]): Promise<ProcessHandle> {
    const stack = runStack(args, env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    return stack;
  }
});
