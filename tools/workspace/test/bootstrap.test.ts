import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

const sources = path.resolve(import.meta.dirname, '..');

/** Stands in for npm: notes that it was called and installs nothing but Node. */
const FAKE_NPM = `#!/bin/sh
echo "$@" >> calls
[ -e fail ] && echo "the reason" && exit 1
mkdir -p node_modules/.bin
ln -sf "${process.execPath}" node_modules/.bin/node
`;

/** Tells how it was started, and ends as it is told. */
const PROGRAM = `
if (process.argv[2] === 'wait') {
  process.once('SIGINT', () => process.exit(7));
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify({ args: process.argv.slice(2), path: process.env.PATH, exe: process.argv0 }));
`;

describe('bootstrap', () => {
  let root: TempDir;
  let searchPath: string;

  beforeEach(() => {
    root = createTempDir();
    cpSync(sources, root.file('tools/workspace'), {
      recursive: true,
      filter: (file) => file === sources || file.includes('bootstrap'),
    });
    writeFileSync(root.file('package-lock.json'), '{}');
    writeFileSync(root.file('program.mjs'), PROGRAM);
    executable('bin/npm', FAKE_NPM);
    searchPath = `${root.file('bin')}:/usr/bin:/bin`;
  });

  afterEach(() => root[Symbol.dispose]());

  it('installs once, and runs the program on the Node that was installed', () => {
    const { stdout, stderr, status } = run(['program.mjs', 'a', 'b c']);
    expect(status).to.equal(0);
    expect(stderr).to.match(/^Installing dependencies/);
    const told = JSON.parse(stdout) as { args: string[]; exe: string; path: string };
    expect(told.args).to.deep.equal(['a', 'b c']);
    expect(told.exe).to.equal(root.file('node_modules/.bin/node'));
    expect(told.path).to.match(new RegExp(`^${root.file('node_modules/.bin')}:`));

    expect(run(['program.mjs']).stderr).to.equal('');
    expect(npmCalls()).to.deep.equal(['ci --no-progress']);
  });

  it('installs again when the lock file changed', () => {
    run(['program.mjs']);
    writeFileSync(root.file('package-lock.json'), '{ }');
    run(['program.mjs']);
    expect(npmCalls()).to.have.length(2);
  });

  it('takes what somebody installed by hand', () => {
    executable('node_modules/.bin/node', `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
    writeFileSync(root.file('node_modules/.package-lock.json'), '{}');
    expect(run(['program.mjs']).status).to.equal(0);
    expect(existsSync(root.file('calls'))).to.equal(false);
  });

  it('says why it cannot install, runs nothing, and tries again the next time', () => {
    writeFileSync(root.file('fail'), '');
    for (const attempt of [1, 2]) {
      const { stdout, stderr, status } = run(['program.mjs']);
      expect(stderr).to.match(/could not be installed \(npm ci\)\nthe reason/);
      expect(stdout).to.equal('');
      expect(status).to.equal(1);
      expect(npmCalls()).to.have.length(attempt);
    }
  });

  it('puts nats-server on the path of a program that needs it', () => {
    executable('servers/nats-server', '#!/bin/sh\n');
    searchPath = `${searchPath}:${root.file('servers')}`;
    const { stdout } = run(['--nats', 'program.mjs']);
    expect((JSON.parse(stdout) as { path: string }).path).to.match(
      new RegExp(`:${root.file('servers')}$`),
    );
  });

  it('runs a program that could use strace where there is none', () => {
    mkdirSync(root.file('empty'));
    symlinkSync('/bin/sh', root.file('empty/sh'));
    for (const program of ['mkdir', 'ln'])
      symlinkSync(`/bin/${program}`, root.file(`empty/${program}`));
    searchPath = `${root.file('bin')}:${root.file('empty')}`;
    executable('bin/apt-get', '#!/bin/sh\necho no network; exit 1\n');
    const { stdout, stderr } = run(['--strace', 'program.mjs', 'a']);
    expect(stderr).to.match(/strace could not be fetched\nno network/);
    expect((JSON.parse(stdout) as { args: string[] }).args).to.deep.equal(['a']);
  });

  it('installs Chromium where it may, and goes on without it where not', () => {
    run(['program.mjs']);
    mkdirSync(root.file('empty'));
    symlinkSync('/bin/sh', root.file('empty/sh'));
    symlinkSync('/usr/bin/env', root.file('empty/env'));
    searchPath = `${root.file('bin')}:${root.file('empty')}`;
    const args = ['--chromium', 'program.mjs', 'a'];
    executable('bin/apt-get', '#!/bin/sh\necho no network; exit 1\n');
    const { stdout, stderr, status } = run(args);
    expect(status).to.equal(0);
    expect((JSON.parse(stdout) as { args: string[] }).args).to.deep.equal(['a']);
    expect(stderr).to.match(/tests of the console are skipped/);

    executable('bin/apt-get', '#!/bin/sh\necho "apt-get $@" >> calls\n');
    expect(run(args).status).to.equal(0);
    const installs = npmCalls().filter((call) => /^apt-get.*(update|chromium)$/.test(call));
    expect(installs).to.have.length(process.getuid?.() === 0 ? 2 : 0);

    executable('bin/chromium', '#!/bin/sh\n');
    expect(run(args).stderr).to.equal('');
  });

  it('passes a signal on and ends as the program does', async () => {
    run(['program.mjs']);
    const child = spawn(process.execPath, bootstrap(['program.mjs', 'wait']), options());
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).to.equal(7);
  });

  function run(args: readonly string[]) {
    return spawnSync(process.execPath, bootstrap(args), { ...options(), encoding: 'utf8' });
  }

  function bootstrap(args: readonly string[]): string[] {
    return [root.file('tools/workspace/bootstrap.mjs'), ...args];
  }

  function options() {
    return { cwd: root.path, env: { PATH: searchPath } };
  }

  function npmCalls(): string[] {
    return readFileSync(root.file('calls'), 'utf8').trim().split('\n');
  }

  function executable(name: string, script: string): void {
    mkdirSync(path.dirname(root.file(name)), { recursive: true });
    writeFileSync(root.file(name), script, { mode: 0o755 });
  }
});
