import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

const root = path.resolve('../..');

describe('the published package', function () {
  this.timeout(60_000);
  let directory: TempDir;

  before(() => {
    directory = createTempDir();
    execFileSync('npm', ['run', '--silent', 'build']);
    const args = ['pack', '--silent', '--pack-destination', directory.path];
    const archive = execFileSync('npm', args, { cwd: 'dist', encoding: 'utf8' }).trim();
    const installed = directory.file('node_modules/@webhooks/client');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', directory.file(archive), '-C', installed, '--strip-components=1']);
    mkdirSync(directory.file('node_modules/@types'));
    for (const types of ['@types/node', 'undici-types']) {
      symlinkSync(path.join(root, 'node_modules', types), directory.file(`node_modules/${types}`));
    }
    writeFileSync(directory.file('package.json'), '{"type":"module"}');
  });

  after(() => directory[Symbol.dispose]());

  it('holds plain JavaScript, declarations and its README, and depends on nothing', () => {
    const folder = directory.file('node_modules/@webhooks/client');
    const files = execFileSync('find', ['.', '-type', 'f'], { cwd: folder, encoding: 'utf8' });
    const others = files.split('\n').filter((file) => !/^$|\.js$|\.d\.ts$/.test(file));
    expect(others.toSorted()).to.deep.equal(['./LICENSE', './README.md', './package.json']);
    expect(files).to.include('./index.js').and.to.not.include('.test.');
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    expect(manifest).to.not.have.any.keys('dependencies', 'devDependencies', 'private', 'scripts');
    expect(manifest).to.deep.include({ name: '@webhooks/client', types: './index.d.ts' });
  });

  it('runs in plain Node', () => {
    const code = `import * as client from '@webhooks/client'; console.log(Object.keys(client).join())`;
    const { stdout, stderr } = run(process.execPath, ['--input-type=module', '-e', code]);
    expect(stdout, stderr).to.include('ResendClient').and.include('createDeliveryVerifier');
  });

  it('can be required by CommonJS', () => {
    const code = `const client = require('@webhooks/client'); console.log(typeof client.ResendClient)`;
    const { stdout, stderr } = run(process.execPath, ['--input-type=commonjs', '-e', code]);
    expect([stdout, stderr]).to.deep.equal(['function\n', '']);
  });

  it('is found by TypeScript with the module settings that its README names, and no others', () => {
    const readme = readFileSync('README.md', 'utf8');
    const code = `import { ResendClient } from '@webhooks/client';
      export const client = new ResendClient({ baseUrl: 'http://127.0.0.1', token: 't' });`;
    writeFileSync(directory.file('common.cts'), code);
    for (const [module, problem, ...more] of [
      ['nodenext', ''],
      ['node20', ''],
      ['commonjs', '', '--moduleResolution', 'bundler'],
      ['preserve', ''],
      ['node16', 'TS1479'],
    ] as const) {
      expect(readme).to.include(`\`${module}\``);
      const options = ['--strict', '--noEmit', '--target', 'es2022', '--types', 'node', ...more];
      const checked = run('tsc', [...options, '--module', module, 'common.cts']);
      if (problem === '') expect(checked.stdout, module).to.equal('');
      else expect(checked.stdout, module).to.include(problem);
    }
  });

  it('types the examples of its README, and tells the modes of a request apart', () => {
    const readme = readFileSync('README.md', 'utf8');
    const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
    const wrong = `
      import type { ResendRequest } from '@webhooks/client';
      const account = { source_account_branch_identifier: '1', source_account_number: '2' };
      export const requests: ResendRequest[] = [
        { resend_type: 'CASHIN', object_reference_id: 1 },
        // @ts-expect-error a range needs both of its ends
        { resend_type: 'CASHIN', ...account, start_datetime: '' },
        // @ts-expect-error neither an object nor a range
        { resend_type: 'CASHIN' },
        // @ts-expect-error no such type
        { resend_type: 'CASH', object_reference_id: 1 },
      ];`;
    const files = [...examples, wrong].map((code, index) => {
      writeFileSync(directory.file(`example-${index}.ts`), code);
      return `example-${index}.ts`;
    });
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022'];
    const checked = run('tsc', [...options, '--types', 'node', ...files]);
    expect(checked.stdout).to.equal('');
    expect(checked.status).to.equal(0);
  });

  function run(file: string, args: readonly string[]) {
    return spawnSync(file, args, { cwd: directory.path, encoding: 'utf8' });
  }
});
