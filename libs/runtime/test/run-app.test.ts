import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import {
  createTempDir,
  startProcess,
  waitFor,
  type ExitState,
  type ProcessHandle,
} from '@webhooks/testing';

describe('runApp', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`disposes once and exits with 0 at ${signal}`, async () => {
      await using app = start('quiet');
      await app.line('up');
      app.signal(signal);
      app.signal(signal);
      expect(await app.exited).to.deep.equal({ code: 0, signal: null });
      expect(app.lines).to.deep.equal(['up', 'disposed']);
    });
  }

  it('ends at once when the same signal comes again a second later', async () => {
    await using app = start('stubborn');
    await app.line('up');
    app.signal('SIGINT');
    await app.line('disposing');
    let end: ExitState | null = null;
    void app.exited.then((state) => (end = state));
    await waitFor(() => end ?? void app.signal('SIGINT'), { what: 'the end' });
    expect(end).to.deep.equal({ code: null, signal: 'SIGINT' });
  });

  it('ends by force, with a clear line, when disposal takes too long', async () => {
    await using app = start('stubborn');
    await app.line('up');
    app.signal('SIGTERM');
    expect(await app.exited).to.deep.equal({ code: 1, signal: null });
    expect(app.lines.at(-1)).to.equal('stubborn: did not stop within 1.5 s, ended by force');
  });

  it('ends by force, with a clear line, when something keeps the process alive', async () => {
    await using app = start('leaky');
    await app.line('up');
    app.signal('SIGTERM');
    await app.line('disposed');
    // It belongs to the first one, although nothing is left to be stopped.
    app.signal('SIGTERM');
    expect(await app.exited).to.deep.equal({ code: 1, signal: null });
    expect(app.lines.at(-1)).to.equal('leaky: stopped, but something kept the process alive');
  });

  it('shows a StartupError as one line and exits with 1', async () => {
    await using app = start('failing', 'setting');
    expect((await app.exited).code).to.equal(1);
    expect(app.lines).to.deep.equal(['failing: REST_PORT must be a number']);
  });

  it('shows any other error at the start with its stack and exits with 1', async () => {
    await using app = start('failing', 'bug');
    expect((await app.exited).code).to.equal(1);
    expect(app.lines[0]).to.equal('failing: unexpected error: TypeError: nobody expected this');
    expect(app.lines[1]).to.include('failing.ts');
  });

  it('names a port that is taken and the setting that moves it', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    await using app = start('failing', 'port', String(port));
    expect((await app.exited).code).to.equal(1);
    expect(app.lines).to.deep.equal([`failing: port ${port} is already in use (REST_PORT)`]);
    holder.close();
  });

  for (const kind of ['rejection', 'exception']) {
    it(`disposes and exits with 1 after an unhandled ${kind}`, async () => {
      await using app = start('crashing', kind);
      expect((await app.exited).code).to.equal(1);
      expect(app.lines).to.include('disposed');
      expect(app.lines).to.include('crashing: unexpected error: Error: nobody handled this');
    });
  }

  it('is gone within 15 s of an error, whatever its disposal and its threads do', async function () {
    this.timeout(30_000);
    using directory = createTempDir();
    const pipe = directory.file('pipe');
    execFileSync('mkfifo', [pipe]);
    await using app = start('held', pipe);
    await app.line('nobody handled this');
    const limit = setTimeout(() => void app.kill(), 15_000);
    expect(await app.exited).to.deep.equal({ code: 1, signal: null });
    clearTimeout(limit);
    expect(app.lines.at(-1)).to.equal('held: did not stop within 10 s, ended by force');
  });

  it('runs on, and ends well, when neither output can be written', async () => {
    for (const outputs of ['>/dev/full 2>&1', '>&- 2>&-']) {
      await using app = startProcess({
        file: fileURLToPath(new URL('apps/noisy.ts', import.meta.url)),
        wrapper: ['sh', '-c', `"$@" ${outputs}`, 'sh'],
      });
      expect(await app.exited, outputs).to.deep.equal({ code: 0, signal: null });
    }
  });
});

function start(app: string, ...args: string[]): ProcessHandle {
  return startProcess({
    file: fileURLToPath(new URL(`apps/${app}.ts`, import.meta.url)),
    args,
  });
}
