import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { bundle } from './bundle.ts';

const nodeModules = path.resolve('../../node_modules');

describe('bundle', () => {
  let directory: TempDir;

  beforeEach(() => {
    directory = createTempDir();
    symlinkSync(nodeModules, directory.file('node_modules'));
  });

  afterEach(() => directory[Symbol.dispose]());

  it('makes one module that plain node runs, with workspace libraries and CommonJS inside', async () => {
    const outfile = await bundleSource(`
      import { endpointMatches } from '@webhooks/domain';
      import Koa from 'koa';
      import Database from 'better-sqlite3';
      const one = new Database(':memory:').prepare('SELECT 1 AS one').get().one;
      const matches: boolean = endpointMatches('CASHIN', { resendType: 'CASHIN', type: 'X' });
      console.log(typeof new Koa().callback, matches, one);
    `);
    const output = execFileSync(process.execPath, [outfile], { encoding: 'utf8', env: {} });
    expect(output).to.equal('function true 1\n');
  });

  it('leaves a source map that leads back to the source', async () => {
    const outfile = await bundleSource(`const a: number = 1;\n\nthrow new Error('here' + a);\n`);
    const { status, stderr } = spawnSync(process.execPath, ['--enable-source-maps', outfile], {
      encoding: 'utf8',
    });
    expect(status).to.equal(1);
    expect(stderr).to.include('main.ts:3');
  });

  it('says what it is built of', async () => {
    const outfile = await bundleSource(`
      import { buildInfo } from '@webhooks/runtime';
      console.log(JSON.stringify(buildInfo()));
    `);
    writeFileSync(directory.file('package.json'), '{"version":"1.2.3","type":"module"}');
    process.env['SOURCE_COMMIT'] = 'abc123';
    try {
      await bundle(directory.file('main.ts'), outfile);
    } finally {
      delete process.env['SOURCE_COMMIT'];
    }
    const output = execFileSync(process.execPath, [outfile], { encoding: 'utf8', env: {} });
    expect(JSON.parse(output)).to.deep.equal({ version: '1.2.3', commit: 'abc123' });
  });

  it('leaves the crash points out, so that nothing can arm one in production', async () => {
    const outfile = await bundleSource(`
      import { crashPoint, runApp } from '@webhooks/runtime';
      await runApp('app', async () => {
        await crashPoint('planned-not-sent');
        return { [Symbol.asyncDispose]: async () => {} };
      });
    `);
    const env = { NODE_ENV: 'test', CRASH_AT: 'planned-not-sent:1:0' };
    const options = { encoding: 'utf8', env } as const;
    const { status, stderr } = spawnSync(process.execPath, [outfile], options);
    expect(status).to.equal(1);
    expect(stderr).to.match(/^app: CRASH_AT ends the process on purpose/);
  });

  async function bundleSource(source: string): Promise<string> {
    const entry = directory.file('main.ts');
    const outfile = directory.file('dist/main.mjs');
    writeFileSync(entry, source);
    await bundle(entry, outfile);
    return outfile;
  }
});
