import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

const sources = path.resolve(import.meta.dirname, '..');

const LOCK = {
  packages: {
    '': { name: 'x' },
    'node_modules/koa': { version: '1.0.0' },
    'node_modules/mocha': { version: '2.0.0', dev: true },
    'node_modules/node-shipped': { version: '24.0.0', optional: true, bin: { node: 'bin/node' } },
  },
};

/** Stands in for npm: notes how it was called and puts there what the lock file names. */
const FAKE_NPM = `#!/bin/sh
echo "$@" >> calls
[ -e fail ] && echo "the reason" && exit 1
[ "$1" = ci ] && rm -rf node_modules
mkdir -p node_modules/.bin node_modules/koa node_modules/node-shipped
echo '{}' | tee node_modules/koa/package.json > node_modules/node-shipped/package.json
[ -e foreign ] && printf 'not for this machine' > node_modules/.bin/node && chmod +x node_modules/.bin/node
[ -e foreign ] || ln -sf "${process.execPath}" node_modules/.bin/node
case "$*" in *include=dev*)
  mkdir -p node_modules/mocha && echo '{}' > node_modules/mocha/package.json
  cp package-lock.json node_modules/.package-lock.json;;
*) grep -v mocha package-lock.json > node_modules/.package-lock.json;;
esac
`;

/** Cannot fetch anything. */
const NO_NETWORK = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/../apt-calls"; echo no network; exit 1
`;

/** Leaves an archive where its arguments say. */
const FAKE_APT_GET = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/../apt-calls"
case "$*" in *install*) : > strace.deb;; esac
`;

/** Unpacks a program that tells where it looks for libraries. */
const FAKE_DPKG_DEB = `#!/bin/sh
mkdir -p "$3/usr/bin"
printf '#!/bin/sh\\necho "$LD_LIBRARY_PATH"\\n' > "$3/usr/bin/strace"
/bin/chmod +x "$3/usr/bin/strace"
`;

/** Tells how it was started, and ends as its arguments say. */
const PROGRAM = `
if (process.argv[2] === 'wait') {
  process.once('SIGINT', () => process.exit(7));
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify({ args: process.argv.slice(2), path: process.env.PATH, exe: process.argv0, missing: process.env.MISSING_TOOLS }));
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
    writeLock(LOCK);
    writeFileSync(root.file('program.mjs'), PROGRAM);
    executable('bin/npm', FAKE_NPM);
    searchPath = `${root.file('bin')}:/usr/bin:/bin`;
  });

  afterEach(() => root[Symbol.dispose]());

  it('installs once, and runs the program on the Node that was installed', () => {
    const { stdout, stderr, status } = run(['program.mjs', 'a', 'b c']);
    expect(status).to.equal(0);
    expect(stderr).to.match(/^Installing packages \(npm ci\)…\n.*: 2 of 2 in \d+ s\n$/);
    const reported = JSON.parse(stdout) as { args: string[]; exe: string; path: string };
    expect(reported.args).to.deep.equal(['a', 'b c']);
    expect(reported.exe).to.equal(root.file('node_modules/.bin/node'));
    expect(reported.path).to.match(new RegExp(`^${root.file('node_modules/.bin')}:`));

    expect(run(['program.mjs']).stderr).to.equal('');
    expect(npmCalls()).to.have.length(1);
  });

  it('installs what a program needs more than the one before, and takes nothing away', () => {
    run(['program.mjs']);
    expect(npmCalls()[0]).to.match(/^ci .*--omit=dev/);
    const { stderr, status } = run(['--dev', 'program.mjs']);
    expect(status).to.equal(0);
    expect(stderr).to.match(/^Not in node_modules, or not whole: mocha\.\n/);
    expect(npmCalls()[1]).to.match(/^install .*--include=dev --no-save/);
    rmSync(root.file('node_modules/koa'), { recursive: true });
    expect(run(['program.mjs']).stderr).to.match(/not whole: koa\./);
    expect(npmCalls()[2]).to.match(/^install .*--include=dev/);
    expect(run(['--dev', 'program.mjs']).stderr).to.equal('');
  });

  it('installs again when the lock file changed', () => {
    run(['program.mjs']);
    const packages = { ...LOCK.packages, 'node_modules/koa': { version: '1.0.1' } };
    writeLock({ packages });
    expect(run(['program.mjs']).status).to.equal(0);
    expect(npmCalls()).to.have.length(2);
  });

  it('installs anew over what was begun and not finished', () => {
    run(['program.mjs']);
    rmSync(root.file('node_modules/.package-lock.json'));
    expect(run(['program.mjs']).status).to.equal(0);
    expect(npmCalls().map((call) => call.split(' ')[0])).to.deep.equal(['ci', 'ci']);
  });

  it('takes what somebody installed by hand', () => {
    spawnSync(root.file('bin/npm'), ['ci', '--omit=dev'], options());
    expect(run(['program.mjs']).stderr).to.equal('');
    expect(npmCalls()).to.deep.equal(['ci --omit=dev']);
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

  it('installs once when two begin at the same time', async () => {
    const children = ['a', 'b'].map((name) =>
      spawn(process.execPath, bootstrap(['program.mjs', name]), options()),
    );
    const ends = await Promise.all(children.map((child) => once(child, 'close')));
    expect(ends).to.deep.equal([
      [0, null],
      [0, null],
    ]);
    expect(npmCalls()).to.have.length(1);
    expect(existsSync(root.file('.bootstrap.lock'))).to.equal(false);
  });

  it('does not wait for a command that was killed while it installed', () => {
    const { pid } = spawnSync('true');
    writeFileSync(root.file('.bootstrap.lock'), `${pid}`);
    expect(run(['program.mjs']).status).to.equal(0);
    expect(npmCalls()).to.have.length(1);
  });

  it('only installs where no program is named', () => {
    const { stdout, status } = run(['--dev']);
    expect([stdout, status]).to.deep.equal(['', 0]);
    expect(npmCalls()).to.have.length(1);
  });

  it('puts the Node of the host where that of the packages does not run', () => {
    writeFileSync(root.file('foreign'), '');
    const { stdout, status } = run(['program.mjs']);
    expect(status).to.equal(0);
    expect((JSON.parse(stdout) as { exe: string }).exe).to.equal(
      root.file('node_modules/.bin/node'),
    );
    expect(readlinkSync(root.file('node_modules/.bin/node'))).to.equal(process.execPath);
  });

  it('installs the Node of the packages again where it is damaged', () => {
    run(['program.mjs']);
    rmSync(root.file('node_modules/.bin/node'));
    executable('node_modules/.bin/node', 'half of it');
    const { stderr, status } = run(['program.mjs']);
    expect(status).to.equal(0);
    expect(stderr).to.match(/^Not in node_modules, or not whole: node-shipped\.\n/);
    expect(run(['program.mjs']).stderr).to.equal('');
  });

  it('puts nats-server on the path of a program that needs it', () => {
    executable('servers/nats-server', '#!/bin/sh\n');
    searchPath = `${searchPath}:${root.file('servers')}`;
    const { stdout } = run(['--tools=nats-server', 'program.mjs']);
    expect((JSON.parse(stdout) as { path: string }).path).to.match(
      new RegExp(`:${root.file('servers')}$`),
    );
  });

  it('tells a program which tools could not be had, and installs none into the system', () => {
    run(['program.mjs']);
    emptySystem();
    executable('bin/apt-get', NO_NETWORK);
    const { stdout, stderr, status } = run(['--tools=strace,chromium', 'program.mjs', 'a']);
    expect(status).to.equal(0);
    expect(stderr).to.match(/strace could not be had: apt-get failed\nno network/);
    const reported = JSON.parse(stdout) as { args: string[]; missing: string };
    expect(reported.args).to.deep.equal(['a']);
    expect(reported.missing).to.equal('strace,chromium');
    const state = `-o Dir::State::lists=${root.file('.tools/apt/lists')} `;
    for (const call of lines('apt-calls')) expect(call).to.include(state);
  });

  it('unpacks a tool with its libraries into a directory of its own', () => {
    run(['program.mjs']);
    emptySystem();
    executable('bin/apt-get', FAKE_APT_GET);
    executable('bin/dpkg-deb', FAKE_DPKG_DEB);
    const { stdout, stderr } = run(['--tools=strace', 'program.mjs']);
    expect(stderr).to.equal('Fetching strace…\n');
    const reported = JSON.parse(stdout) as { path: string; missing: string };
    expect(reported.path.endsWith(`:${root.file('.tools/bin')}`)).to.equal(true);
    expect(reported.missing).to.equal('');
    expect(lines('apt-calls').at(-1)).to.match(/ install --download-only .*strace$/);
    const { stdout: said } = spawnSync(root.file('.tools/bin/strace'), { encoding: 'utf8' });
    expect(said.split(':')).to.include(root.file('.tools/strace/usr/lib'));
    expect(run(['--tools=strace', 'program.mjs']).stderr).to.equal('');
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
    return lines('calls');
  }

  function lines(file: string): string[] {
    return readFileSync(root.file(file), 'utf8').trim().split('\n');
  }

  /** One package on a line, as npm writes it, so that the stand-in can leave one out. */
  function writeLock({ packages }: { packages: object }): void {
    const entries = Object.entries(packages).map(([folder, entry]) =>
      JSON.stringify({ [folder]: entry }).slice(1, -1),
    );
    const body = entries.toSorted((a, b) => a.length - b.length);
    writeFileSync(root.file('package-lock.json'), `{"packages":{\n${body.join(',\n')}\n}}`);
  }

  /** From here on the PATH leads to nothing but a shell and the stand-ins. */
  function emptySystem(): void {
    mkdirSync(root.file('empty'));
    for (const program of ['sh', 'mkdir', 'dirname'])
      symlinkSync(programFile(program), root.file(`empty/${program}`));
    searchPath = `${root.file('bin')}:${root.file('empty')}`;
  }

  function programFile(program: string): string {
    return (
      ['/usr/bin', '/bin'].map((at) => `${at}/${program}`).find((file) => existsSync(file)) ?? ''
    );
  }

  function executable(name: string, script: string): void {
    mkdirSync(path.dirname(root.file(name)), { recursive: true });
    writeFileSync(root.file(name), script, { mode: 0o755 });
  }
});
