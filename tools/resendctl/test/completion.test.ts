import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { commands } from '../src/commands/index.ts';
import { bashCompletion } from '../src/completion/bash.ts';
import { fishCompletion } from '../src/completion/fish.ts';
import { zshCompletion } from '../src/completion/zsh.ts';

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

  it('keep names of files whole in bash, however they are typed', () => {
    using directory = createTempDir();
    for (const name of ['my token', "it's $HOME", 'plain']) writeFileSync(directory.file(name), '');
    mkdirSync(directory.file('my folder'));
    const at = (name: string): string => directory.file(name);
    const all = ['my token', "it's $HOME", 'plain', 'my folder'].map(at);
    const option = ['show', '7', '--token-file'];
    expect(complete(...option, `${directory.path}/`)).to.have.members(all);
    for (const typed of [
      at('my'),
      at('my').replace('my', 'm\\y'),
      `"${at('my')}`,
      `'${at('my')}`,
    ]) {
      expect(complete(...option, typed), typed).to.have.members([at('my token'), at('my folder')]);
    }
    expect(complete(...option, at('my\\ t'))).to.deep.equal([at('my token')]);
    expect(complete(...option, '=', at('my\\ f'))).to.deep.equal([at('my folder')]);
    expect(complete('show', '7', `--token-file=${at('my t')}`)).to.deep.equal([
      `--token-file=${at('my token')}`,
    ]);
  });

  it('take the value after "=", whether bash takes that for a word or not', () => {
    expect(complete('deliveries', '7', '--state', '=', 'S')).to.deep.equal(['SKIPPED']);
    expect(complete('deliveries', '7', '--state', '=')).to.include('RETRYING');
    expect(complete('deliveries', '7', '--state=S')).to.deep.equal(['--state=SKIPPED']);
    expect(complete('deliveries', '7', '--limit', '=')).to.deep.equal([]);
    expect(complete('deliveries', '7', '--limit=')).to.deep.equal([]);
  });

  it('name every command and option for zsh and fish', () => {
    for (const { name, options } of commands) {
      expect(zshCompletion(commands))
        .to.include(`'${name}:`)
        .and.include(`    ${name}) _arguments`);
      expect(fishCompletion(commands)).to.include(` -a ${name} -d `);
      for (const option of Object.keys(options)) {
        expect(zshCompletion(commands)).to.match(new RegExp(`'\\*?--${option}=?\\[`));
        expect(fishCompletion(commands)).to.include(` -l ${option} `);
      }
    }
  });
});
