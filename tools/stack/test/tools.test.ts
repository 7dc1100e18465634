import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync } from 'node:fs';
import path from 'node:path';

import {
  createTempDir,
  sampleRecordsFile,
  type ProcessHandle,
  type TempDir,
} from '@webhooks/testing';
import { expect } from 'chai';

import { runStack, stackEnvironment, type StackEnvironment } from './running-stack.ts';

const tools = path.resolve(import.meta.dirname, '../..');

describe('tools beside a running stack', function () {
  this.timeout(60_000);

  let directory: TempDir;
  let env: StackEnvironment;
  let stack: ProcessHandle;

  before(async () => {
    directory = createTempDir();
    env = await stackEnvironment(directory.file('data'));
    stack = runStack(['--no-sample'], env);
    await stack.line(/^ready$/, 30_000);
  });

  after(async () => {
    await stack.stop();
    directory[Symbol.dispose]();
  });

  it('import records, report each bad line, and may do so again', () => {
    const file = directory.file('events.ndjson');
    copyFileSync(sampleRecordsFile, file);
    expect(run('import', [file])).to.include({ status: 0 });

    appendFileSync(file, '{"event":{"nope":1}}\n{"account":{"id":5,"number":"1"}}\n');
    const { status, stderr } = run('import', [file]);
    expect(status).to.equal(1);
    expect(stderr).to.match(/^line 22: Event: key "nope" is unknown$/m);
    expect(stderr).to.match(/^line 23: account\.branch_identifier /m);
    expect(stderr).to.match(/^imported 21 records in .*, 2 bad lines$/m);
  });

  it('print a token that the API takes', async () => {
    const token = run('token', ['--user', '246']).stdout.trim();
    const url = `http://127.0.0.1:${env.REST_PORT}/v3/webhooks/resend`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({ next: null, previous: null, results: [] });
  });

  function run(tool: string, args: readonly string[]) {
    const main = path.join(tools, tool, 'src/main.ts');
    return spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8' });
  }
});
