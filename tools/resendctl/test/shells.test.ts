import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { createTempDir, type TempDir, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { commands } from '../src/commands/index.ts';
import { bashCompletion } from '../src/completion/bash.ts';
import { fishCompletion } from '../src/completion/fish.ts';
import { zshCompletion } from '../src/completion/zsh.ts';

/** What is typed before Tab is pressed, and what stands there then. */
const completed = [
  ['resendctl retr', 'resendctl retry-failed'],
  ['resendctl not', 'resendctl notices'],
  ['resendctl resend --casho', 'resendctl resend --cashout'],
  ['resendctl deliveries 7 --state S', 'resendctl deliveries 7 --state SKIPPED'],
  ['resendctl completion f', 'resendctl completion fish'],
  ['resendctl show 7 --token-file /etc/hostn', 'resendctl show 7 --token-file /etc/hostname'],
  ['resendctl deliveries 7 --state=S', 'resendctl deliveries 7 --state=SKIPPED'],
  ['resendctl nothing --casho', 'resendctl nothing --casho'],
] as const;

/** The same for files that a folder of its own holds: they stay one word. */
const completedFiles = [
  ['resendctl show 7 --token-file my\\ t', 'resendctl show 7 --token-file my\\ token'],
  ['resendctl show 7 --token-file=my\\ t', 'resendctl show 7 --token-file=my\\ token'],
  ['resendctl show 7 --token-file my\\ f', 'resendctl show 7 --token-file my\\ folder/'],
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
      // It answers the last word of each possible next word, with what it does.
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
    writeFileSync(
      directory.file('.zshrc'),
      `fpath=('${directory.path}' $fpath)
      autoload -Uz compinit && compinit -u -D
      tell() { print -r -- "$BUFFER" >> '${directory.file('lines')}'; BUFFER= }
      zle -N tell && bindkey '^X' tell
      PROMPT='ready> '`,
    );
    await tryInTerminal('zsh -d -i', directory);
  });

  it('complete what is typed in bash', async function () {
    using directory = createTempDir();
    writeFileSync(
      directory.file('rc'),
      `${bashCompletion(commands)}
      tell() { printf '%s\\n' "$READLINE_LINE" >> '${directory.file('lines')}'; READLINE_LINE=; }
      bind -x '"\\C-x":tell' && bind 'set enable-bracketed-paste off'
      PS1='ready> '`,
    );
    await tryInTerminal(`bash --rcfile ${directory.file('rc')} -i`, directory);
  });
});

/** Types each line and a Tab in a shell that writes what stands there then into a file of lines. */
async function tryInTerminal(shell: string, directory: TempDir): Promise<void> {
  const files = directory.file('files');
  mkdirSync(`${files}/my folder`, { recursive: true });
  writeFileSync(`${files}/my token`, '');
  const log = directory.file('lines');
  writeFileSync(log, '');
  const env = { ...shellOptions.env, ZDOTDIR: directory.path };
  const child = spawn('script', ['-qefc', `exec ${shell}`, '/dev/null'], { env, cwd: files });
  const ended = once(child, 'close');
  let shown = '';
  child.stdout.on('data', (text) => (shown += String(text)));
  try {
    await waitFor(() => shown.includes('ready> '), { what: shell, deadlineMs: 20_000 });
    for (const [index, [typed, line]] of [...completed, ...completedFiles].entries()) {
      child.stdin.write(`${typed}\t\u0018`);
      const lines = await waitFor(
        () => {
          const reported = readFileSync(log, 'utf8').split('\n').slice(0, -1);
          return reported.length > index ? reported : null;
        },
        { what: () => `${shell} to complete ${typed}: ${shown}`, deadlineMs: 20_000 },
      );
      expect(lines[index]?.trimEnd(), typed).to.equal(line);
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

const shellOptions = {
  encoding: 'utf8',
  env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TERM: 'xterm', LC_ALL: 'C.UTF-8' },
} as const;

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}
