import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { startProcess, type ProcessHandle } from '@webhooks/testing';

const REFUSAL = 'dying: CRASH_AT ends the process on purpose, which only tests may ask for';

describe('a crash point', () => {
  it('is passed by where nothing is armed', async () => {
    await using app = start({ NODE_ENV: 'test' });
    await app.line('alive');
    expect(await app.stop()).to.deep.equal({ code: 0, signal: null });
  });

  it('kills the process at the pass that a test names', async () => {
    await using app = start({ NODE_ENV: 'test', CRASH_AT: 'planned-not-sent:2:0' });
    expect(await app.exited).to.deep.equal({ code: null, signal: 'SIGKILL' });
    expect(app.lines).to.deep.equal(['pass 1', 'pass 2']);
  });

  it('holds whoever awaits it until a delayed end', async () => {
    await using app = start({ NODE_ENV: 'test', CRASH_AT: 'planned-not-sent:3:50' });
    expect(await app.exited).to.deep.equal({ code: null, signal: 'SIGKILL' });
    expect(app.lines).to.deep.equal(['pass 1', 'pass 2', 'pass 3']);
  });

  for (const [what, env] of [
    ['in production', { NODE_ENV: 'production', CRASH_AT: 'planned-not-sent:1:0' }],
    ['where nothing says that this is a test', { CRASH_AT: 'planned-not-sent:1:0' }],
  ] as const) {
    it(`is refused ${what}`, async () => {
      await using app = start(env);
      expect(await app.exited).to.deep.equal({ code: 1, signal: null });
      expect(app.lines).to.deep.equal([REFUSAL]);
    });
  }

  for (const text of ['somewhere:1:0', 'planned-not-sent', 'planned-not-sent:0:0']) {
    it(`is refused as "${text}"`, async () => {
      await using app = start({ NODE_ENV: 'test', CRASH_AT: text });
      expect((await app.exited).code).to.equal(1);
      expect(app.lines).to.deep.equal(['dying: CRASH_AT must be like sent-no-response:3:10']);
    });
  }
});

function start(env: Readonly<Record<string, string>>): ProcessHandle {
  return startProcess({ file: fileURLToPath(new URL('apps/dying.ts', import.meta.url)), env });
}
