import { spawnSync } from 'node:child_process';

import { expect } from 'chai';

import { commands } from '../commands/index.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

/** What bash offers at the end of a line. */
function complete(...words: readonly string[]): string[] {
  const script = `${bashCompletion(commands)}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _resendctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--norc', '-c', script, 'bash', 'resendctl', ...words];
  const { stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completions', () => {
  it('offer commands, options, and the values of options in bash', () => {
    expect(complete('re')).to.have.members(['resend', 'resume', 'retry-failed']);
    expect(complete('resend', '--cash')).to.have.members(['--cashin', '--cashout']);
    expect(complete('deliveries', '7', '--state', 'S')).to.deep.equal(['SKIPPED']);
    expect(complete('resend', '--state', '')).to.include('NEVER_ATTEMPTED');
    expect(complete('completion', 'z')).to.deep.equal(['zsh']);
    expect(complete('nothing', '')).to.deep.equal([]);
  });

  it('name every command and option for zsh and fish', () => {
    for (const { name, options } of commands) {
      expect(zshCompletion(commands))
        .to.include(`'${name}:`)
        .and.include(`    ${name}) _arguments`);
      expect(fishCompletion(commands)).to.include(` -a ${name} -d `);
      for (const option of Object.keys(options)) {
        expect(zshCompletion(commands)).to.include(`--${option}[`);
        expect(fishCompletion(commands)).to.include(` -l ${option} `);
      }
    }
  });
});
