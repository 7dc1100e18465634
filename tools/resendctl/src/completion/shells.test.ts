import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';

import { createTempDir, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { commands } from '../commands/index.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

/** What is typed before Tab is pressed, and what stands there then. */
const completed = [
  ['resendctl retr', 'resendctl retry-failed'],
  ['resendctl not', 'resendctl notices'],
  ['resendctl resend --casho', 'resendctl resend --cashout'],
  ['resendctl deliveries 7 --state S', 'resendctl deliveries 7 --state SKIPPED'],
  ['resendctl completion f', 'resendctl completion fish'],
  ['resendctl show 7 --token-file /etc/hostn', 'resendctl show 7 --token-file /etc/hostname'],
  ['resendctl nothing --casho', 'resendctl nothing --casho'],
] as const;

describe('completions in the shell itself', function () {
  this.timeout(60_000);

  it('complete what is typed in fish', function () {
    if (!isInstalled('fish')) return this.skip();
    using directory = createTempDir();
    const file = directory.file('resendctl.fish');
    writeFileSync(file, fishCompletion(commands));
    for (const [typed, line] of completed) {
      const script = `source ${file}; complete -C '${typed}'`;
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], shellOptions);
      expect(stderr).to.equal('');
      // It answers the last word of each way to go on, with what that does.
      const words = stdout.split('\n').map((text) => text.split('\t')[0]);
      const wanted = line === typed ? '' : line.slice(line.lastIndexOf(' ') + 1);
      expect(
        words.filter((word) => word !== ''),
        typed,
      ).to.deep.equal(wanted === '' ? [] : [wanted]);
    }
  });

  it('complete what is typed in zsh', async function () {
    if (!isInstalled('zsh')) return this.skip();
    using directory = createTempDir();
    writeFileSync(directory.file('_resendctl'), zshCompletion(commands));
    const log = directory.file('lines');
    writeFileSync(log, '');
    writeFileSync(
      directory.file('.zshrc'),
      `fpath=('${directory.path}' $fpath)
      autoload -Uz compinit && compinit -u -D
      tell() { print -r -- "$BUFFER" >> '${log}'; BUFFER= }
      zle -N tell && bindkey '^X' tell
      PROMPT='ready> '`,
    );
    const env = { ...shellOptions.env, ZDOTDIR: directory.path };
    const zsh = spawn('script', ['-qefc', 'exec zsh -d -i', '/dev/null'], { env });
    const ended = once(zsh, 'close');
    let shown = '';
    zsh.stdout.on('data', (text) => (shown += String(text)));
    try {
      await waitFor(() => shown.includes('ready> '), { what: 'zsh', deadlineMs: 20_000 });
      for (const [index, [typed, line]] of completed.entries()) {
        zsh.stdin.write(`${typed}\t\u0018`);
        const lines = await waitFor(
          () => {
            const told = readFileSync(log, 'utf8').split('\n').slice(0, -1);
            return told.length > index ? told : null;
          },
          { what: () => `zsh to complete ${typed}: ${shown}`, deadlineMs: 20_000 },
        );
        expect(lines[index]?.trimEnd(), typed).to.equal(line);
      }
    } finally {
      zsh.kill('SIGKILL');
      await ended;
    }
  });
});

const shellOptions = {
  encoding: 'utf8',
  env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TERM: 'xterm', LC_ALL: 'C.UTF-8' },
} as const;

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}
