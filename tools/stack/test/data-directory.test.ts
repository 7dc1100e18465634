import { mkdirSync, symlinkSync } from 'node:fs';

import { waitFor, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { processRunning, runStack, stackEnvironment, useStackDirectory } from './running-stack.ts';
import type { StackEnvironment } from './running-stack.ts';

const READY_LIMIT_MS = 30_000;

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the data directory of a stack', function () {
  this.timeout(60_000);

  let directory: TempDir;
  let env: StackEnvironment;

  useStackDirectory((made) => ({ directory, env } = made));

  it('is refused to a second stack in one line, however it is spelt', async () => {
    await using stack = runStack(['--no-sample'], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    symlinkSync(directory.file('data'), directory.file('link'));
    for (const dataDir of [env.DATA_DIR, `${env.DATA_DIR}/../data/`, directory.file('link')]) {
      await using second = runStack([], await stackEnvironment(dataDir));
      expect(await second.exited).to.include({ code: 1 });
      expect(second.lines).to.have.length(1);
      expect(second.lines[0]).to.match(
        /^stack: DATA_DIR \/.* is in use by another stack.*set another DATA_DIR$/,
      );
    }
    expect(await stack.stop()).to.include({ code: 0 });
  });

  it('is free at once after a stack that was killed', async () => {
    await using killed = runStack(['--no-sample'], env);
    await killed.line(/^ready$/, READY_LIMIT_MS);
    await killed.kill();
    await using next = runStack(['--no-sample'], env);
    await next.line(/^ready$/, READY_LIMIT_MS);
    expect(await next.stop()).to.include({ code: 0 });
  });

  it('is rid of programs that outlive a killed stack, even with other ports', async () => {
    await using killed = runStack(['--no-sample'], env);
    await killed.line(/^ready$/, READY_LIMIT_MS);
    const nats = processRunning(env.DATA_DIR, 'nats-server');
    // It hears no SIGTERM while it is stopped.
    process.kill(nats, 'SIGSTOP');
    await killed.kill();
    await using next = runStack(['--no-sample'], await stackEnvironment(env.DATA_DIR));
    await next.line(/was killed; waiting for \d of its programs to end/);
    await next.line(/^ready$/, READY_LIMIT_MS);
    // Whoever inherits the children of the killed stack has to take note of their end first.
    await waitFor(() => !isThere(nats), { what: 'the old nats-server to be gone' });
    expect(await next.stop()).to.include({ code: 0 });
  });

  for (const bytes of [493, 600, 5_000]) {
    it(`is named when its path is too long for SQLite: ${bytes} bytes`, async () => {
      const dataDir = `${directory.path}/${'ä'.repeat(50)}/${'d/'.repeat(2_500)}`;
      env.DATA_DIR = `${dataDir.slice(0, bytes - 50 - 1)}x`;
      expect(Buffer.byteLength(env.DATA_DIR)).to.equal(bytes);
      await using stack = runStack([], env);
      expect(await stack.exited).to.include({ code: 1 });
      expect(stack.lines).to.have.length(1);
      expect(stack.lines[0]).to.match(/^stack: DATA_DIR is too long: .* 504 bytes/);
    });
  }

  it('is named when it is a link to a path that is too long', async () => {
    const target = `${directory.path}/${'d/'.repeat(300)}`;
    mkdirSync(target, { recursive: true });
    symlinkSync(target, env.DATA_DIR);
    await using stack = runStack([], env);
    expect(await stack.exited).to.include({ code: 1 });
    expect(stack.lines).to.have.length(1);
    expect(stack.lines[0]).to.match(/^stack: DATA_DIR is too long: .* 504 bytes/);
  });

  it('may be as long as SQLite bears', async () => {
    const parent = `${directory.path}/${'d/'.repeat(300)}`.slice(0, 480);
    env.DATA_DIR = `${parent.replace(/\/$/, 'd')}/`.padEnd(492, 'x');
    mkdirSync(parent, { recursive: true });
    await using stack = runStack(['--no-sample'], env);
    await stack.line(/^ready$/, READY_LIMIT_MS);
    expect(await stack.stop()).to.include({ code: 0 });
  });
});
