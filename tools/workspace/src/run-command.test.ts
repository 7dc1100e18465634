import { expect } from 'chai';

import { runCommand } from './run-command.ts';

describe('runCommand', () => {
  it('tells a good end from a bad one', async () => {
    expect(await runCommand(shell('true'))).to.equal(true);
    expect(await runCommand(shell('exit 3'))).to.equal(false);
    expect(await runCommand(shell('kill -9 $$'))).to.equal(false);
  });

  it('says no to a command that does not exist', async () => {
    const command = { ...shell('true'), file: '/nonexistent' };
    expect(await runCommand(command)).to.equal(false);
  });

  it('ends a command that takes too long', async () => {
    expect(await runCommand({ ...shell('sleep 60'), timeLimitMs: 50 })).to.equal(false);
  });
});

function shell(script: string): Parameters<typeof runCommand>[0] {
  return { file: 'sh', arguments: ['-c', script], cwd: '.', timeLimitMs: 5_000 };
}
