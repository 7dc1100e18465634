import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { startProcess, type ProcessHandle } from '../src/index.ts';

describe('startProcess', () => {
  it('gives the program nothing of our environment but PATH and HOME', async () => {
    await using program = start([], { ONE: '1' });
    const line = await program.line('env ');
    const names = Object.keys(JSON.parse(line.slice(4)) as object);
    expect(names).to.have.members(['ONE', 'PATH', 'HOME']);
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
});

function start(args: readonly string[], env: Record<string, string> = {}): ProcessHandle {
  return startProcess({ file: fileURLToPath(new URL('echo-env.ts', import.meta.url)), args, env });
}
