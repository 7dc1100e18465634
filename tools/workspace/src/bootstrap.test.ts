import { expect } from 'chai';

import { readArguments } from '../bootstrap/arguments.mjs';
import { installPlan } from '../bootstrap/install.mjs';
import { missingPackages } from '../bootstrap/missing-packages.mjs';
import { chooseNode } from '../bootstrap/node.mjs';
import { npmCommand } from '../bootstrap/npm.mjs';
import { fits } from '../bootstrap/platform.mjs';
import { fetchTool } from '../bootstrap/tools.mjs';

const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' };

describe('chooseNode', () => {
  it('takes the Node of the packages where it runs, whatever the host has', () => {
    expect(chooseNode('24.21.0', '20.20.2', 'linux-x64')).to.deep.equal({ use: 'shipped' });
    expect(chooseNode('24.21.0', '26.0.0', 'linux-x64')).to.deep.equal({ use: 'shipped' });
  });

  it('takes the Node of the host where that is new enough', () => {
    expect(chooseNode(null, '24.0.0', 'darwin-arm64')).to.deep.equal({ use: 'host' });
    expect(chooseNode('22.1.0', '25.1.0', 'linux-x64')).to.deep.equal({ use: 'host' });
  });

  it('says in one line what to do where there is neither', () => {
    const { error = '' } = chooseNode(null, '22.22.2', 'darwin-arm64');
    expect(error).to.match(/^Node 24 or newer is needed; this is 22\.22\.2, .*darwin-arm64\./);
    expect(error).to.include('nodejs.org').and.not.include('\n');
  });
});

describe('fits', () => {
  it('reads lists and single names, what is named and what is refused', () => {
    expect(fits({}, linux)).to.equal(true);
    expect(fits({ os: 'linux', cpu: 'x64' }, linux)).to.equal(true);
    expect(fits({ os: ['linux'], cpu: ['arm64'] }, linux)).to.equal(false);
    expect(fits({ os: ['!win32'] }, linux)).to.equal(true);
    expect(fits({ os: ['!linux'] }, linux)).to.equal(false);
    expect(fits({ libc: ['musl'] }, linux)).to.equal(false);
    expect(fits({ cpu: ['any'] }, linux)).to.equal(true);
  });
});

describe('missingPackages', () => {
  const locked = {
    '': { name: 'root' },
    'libs/store': { name: '@webhooks/store' },
    'node_modules/@webhooks/store': { link: true },
    'node_modules/koa': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/mocha': { version: '2.0.0', dev: true, bin: { mocha: 'bin/mocha.js' } },
    'node_modules/native-linux': { version: '3.0.0', optional: true, os: ['linux'] },
    'node_modules/native-mac': { version: '3.0.0', optional: true, os: ['darwin'] },
    'node_modules/native-mac/node_modules/helper': { version: '1.0.0', optional: true },
  };

  it('finds nothing in a whole installation, and wants nothing of another platform', () => {
    expect(missing({})).to.deep.equal([]);
  });

  it('wants what builds and tests only where that is asked for', () => {
    const installed: Record<string, object> = { ...locked };
    delete installed['node_modules/mocha'];
    expect(missing({ installed, dev: false })).to.deep.equal([]);
    expect(missing({ installed })).to.deep.equal(['node_modules/mocha']);
  });

  it('wants optional packages, which --omit=optional leaves out', () => {
    const installed: Record<string, object> = { ...locked };
    delete installed['node_modules/native-linux'];
    expect(missing({ installed, dev: false })).to.deep.equal(['node_modules/native-linux']);
  });

  it('sees another version, other content, and a package in place of a link', () => {
    for (const [folder, other] of [
      ['node_modules/koa', { version: '1.0.1', integrity: 'sha512-a' }],
      ['node_modules/koa', { version: '1.0.0', integrity: 'sha512-b' }],
      ['node_modules/@webhooks/store', { version: '1.0.0' }],
    ] as const) {
      expect(missing({ installed: { ...locked, [folder]: other } })).to.deep.equal([folder]);
    }
  });

  it('sees a folder that vanished, and the link to its program', () => {
    const without = (file: string) => (candidate: string) => candidate !== file;
    for (const [file, folder] of [
      ['node_modules/koa/package.json', 'node_modules/koa'],
      ['node_modules/@webhooks/store/package.json', 'node_modules/@webhooks/store'],
      ['node_modules/.bin/mocha', 'node_modules/mocha'],
    ] as const) {
      expect(missing({ exists: without(file) })).to.deep.equal([folder]);
    }
  });

  it('sees what was installed on another platform', () => {
    const platform = { os: 'darwin', cpu: 'arm64', libc: undefined };
    const installed: Record<string, object> = { ...locked };
    delete installed['node_modules/native-mac'];
    expect(missing({ installed, platform })).to.deep.equal(['node_modules/native-mac']);
  });

  function missing(changes: object): string[] {
    const whole = { locked, installed: locked, exists: () => true, platform: linux, dev: true };
    return missingPackages({ ...whole, ...changes }).map(({ folder }) => folder);
  }
});

describe('installPlan', () => {
  const whole = { finished: true, matching: 800, missing: [], leftOut: [] };
  const lack = { folder: 'node_modules/koa', entry: {}, optional: false };
  const optional = { folder: 'node_modules/native-linux', entry: {}, optional: true };

  it('does nothing where nothing is missing', () => {
    expect(installPlan(whole)).to.deep.equal([]);
  });

  it('installs anew where there is nothing, or what was begun and not finished', () => {
    expect(installPlan({ ...whole, matching: 0, missing: [lack] })).to.deep.equal(['ci']);
    expect(installPlan({ ...whole, finished: false })).to.deep.equal(['ci']);
    expect(installPlan({ ...whole, finished: false, missing: [lack] })).to.deep.equal(['ci']);
  });

  it('keeps what is there and adds what is missing, and begins anew if that is no help', () => {
    expect(installPlan({ ...whole, missing: [lack] })).to.deep.equal(['install', 'ci']);
  });

  it('asks once alone for what npm cannot install on this machine', () => {
    expect(installPlan({ ...whole, missing: [optional] })).to.deep.equal(['install', 'ci']);
    const leftOut = [optional.folder, lack.folder];
    expect(installPlan({ ...whole, missing: [optional], leftOut })).to.deep.equal([]);
    expect(installPlan({ ...whole, missing: [lack], leftOut })).to.deep.equal(['install', 'ci']);
  });
});

describe('npmCommand', () => {
  it('overrules what the settings of the user leave out', () => {
    const { file, args } = npmCommand('ci', true, { NODE_ENV: 'production' });
    expect([file, ...args]).to.include.members([
      'npm',
      'ci',
      '--include=dev',
      '--include=optional',
    ]);
    const { args: production } = npmCommand('ci', false, {});
    expect(production).to.include.members(['--omit=dev', '--include=optional']);
  });

  it('takes the npm that runs the script, and no other package manager for it', () => {
    const npm = { npm_execpath: '/opt/npm/bin/npm-cli.js', npm_node_execpath: '/opt/node' };
    const { file, args } = npmCommand('ci', false, npm);
    expect([file, ...args].slice(0, 3)).to.deep.equal(['/opt/node', npm.npm_execpath, 'ci']);
    expect(npmCommand('ci', false, { npm_execpath: '/opt/yarn.js' }).file).to.equal('npm');
  });

  it('writes nothing to the manifests', () => {
    expect(npmCommand('install', false, {}).args).to.include('--no-save');
  });
});

describe('readArguments', () => {
  it('tells its own options from those of the program', () => {
    const args = ['--dev', '--tools=nats-server,strace', 'main.ts', '--dev', 'x'];
    expect(readArguments(args, {})).to.deep.equal({
      dev: true,
      tools: ['nats-server', 'strace'],
      programArguments: ['main.ts', '--dev', 'x'],
    });
  });

  it('fetches no tools to try an installation, and no broker where one is named', () => {
    const args = ['--tools=nats-server,strace', 'main.ts'];
    expect(readArguments([...args, '--install-only'], {}).tools).to.deep.equal([]);
    expect(readArguments(args, { NATS_URL: 'nats://x' }).tools).to.deep.equal(['strace']);
  });
});

describe('fetchTool', () => {
  const tool = { name: 'x-server', packages: ['x-server'], howToInstall: 'Install it: …' };
  const packages = { unpack: () => Promise.reject(new Error('no network')) };

  it('says how to get what nothing goes without', async () => {
    const needed = { ...tool, needed: true };
    const { message } = await fetchTool('/nonexistent', needed, packages).catch((error) => error);
    expect(message).to.match(/^x-server could not be had: .*\nInstall it: …$/);
  });

  it('goes on without what is only tested with', async () => {
    expect(await fetchTool('/nonexistent', tool, packages)).to.equal(null);
  });
});
