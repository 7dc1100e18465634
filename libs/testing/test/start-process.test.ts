import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { startProcess, waitFor, type ProcessHandle } from '../src/index.ts';

describe('startProcess', () => {
  it('gives the program nothing of our environment but PATH, HOME and NODE_COMPILE_CACHE', async () => {
    await using program = start([], { ONE: '1' });
    const line = await program.line('env ');
    const names = Object.keys(JSON.parse(line.slice(4)) as object);
    expect(names).to.have.members(['ONE', 'PATH', 'HOME', 'NODE_COMPILE_CACHE']);
  });

  it('collects both outputs and tells how the program ended', async () => {
    const program = start(['short']);
    expect(await program.exited).to.deep.equal({ code: 3, signal: null });
    expect(program.lines).to.include('to standard error');
    expect(program.errorLines).to.deep.equal(['to standard error']);
    expect(await program.line(/^env/)).to.be.a('string');
  });

  it('does not wait for a line of a program that ended', async () => {
    const program = start(['short']);
    const error = await program.line('never').catch((reason: Error) => reason);
    expect(error).to.have.property('message').that.includes('ended without a line');
  });

  it('stops with SIGTERM, and kills what does not stop in time', async () => {
    const gentle = start([]);
    await gentle.line('env');
    expect(await gentle.stop()).to.deep.equal({ code: null, signal: 'SIGTERM' });
    const deaf = start(['deaf']);
    await deaf.line('env');
    expect(await deaf.stop(200)).to.deep.equal({ code: null, signal: 'SIGKILL' });
    expect(deaf.lines).to.include('ignored');
  });

  it('kills a frozen program', async () => {
    const program = start([]);
    await program.line('env');
    program.signal('SIGSTOP');
    expect(await program.kill()).to.deep.equal({ code: null, signal: 'SIGKILL' });
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`leaves nothing behind when ${signal} ends the program that started it`, async () => {
      await using parent = startProcess({ file: fileOf('parent.ts') });
      const child = Number((await parent.line('child ')).slice(6));
      parent.signal(signal);
      expect(await parent.exited).to.deep.equal({ code: null, signal });
      await waitFor(() => !isRunning(child), { what: `process ${child} to end` });
    });
  }
});

function start(args: readonly string[], env: Record<string, string> = {}): ProcessHandle {
  return startProcess({ file: fileOf('echo-env.ts'), args, env });
}

function fileOf(program: string): string {
  return fileURLToPath(new URL(program, import.meta.url));
}

/** What has ended and is not collected by its parent has no command line any more. */
function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
}
