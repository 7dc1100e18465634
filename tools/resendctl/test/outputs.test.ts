import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

const main = path.resolve('src/main.ts');

/** The only page, or one of a list that has no end for who wants all of it. */
function pageAfter(url: string): object {
  const cursor = Number(/cursor_id=(\d+)/.exec(url)?.[1] ?? 0) + 1;
  const next = `http://127.0.0.1/v3/webhooks/resend?cursor_id=${cursor}`;
  const isAll = /limit=100|cursor_id/.test(url);
  return {
    next: isAll ? next : null,
    previous: null,
    results: Array.from({ length: 100 }, () => rowOf(8)),
  };
}

describe('the outputs of resendctl', function () {
  this.timeout(30_000);
  let api: HttpReceiver;

  beforeEach(async () => {
    api = await startHttpReceiver((request, response) => {
      if (request.method === 'POST') {
        response.setHeader('location', '/v3/webhooks/resend/8');
        return void response.end(JSON.stringify({ detail: 'Done', resend: rowOf(8) }));
      }
      if (request.url.endsWith('/events')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(event(0));
        return void response.end(event(1));
      }
      const isOne = /\/resend\/\d+$/.test(request.url);
      response.end(JSON.stringify(isOne ? rowOf(8) : pageAfter(request.url)));
    });
  });

  afterEach(() => api[Symbol.asyncDispose]());

  /** Runs a line of bash in which resendctl is the program. */
  async function sh(line: string, env: Record<string, string> = {}) {
    const script = `set -o pipefail; resendctl() { "$0" "${main}" "$@"; }; ${line}`;
    const child = spawn('bash', ['-c', script, process.execPath], {
      env: { PATH: process.env['PATH'], RESEND_URL: api.url, RESEND_TOKEN: 't', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (output.stdout += String(text)));
    child.stderr.on('data', (text) => (output.stderr += String(text)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...output };
  }

  for (const command of ['list', 'list --json', 'list --all --json', '--help', 'show 8']) {
    it(`tells in one line that the disk behind ${command} is full, and ends with 1`, async () => {
      const { code, stderr } = await sh(`resendctl ${command} > /dev/full`);
      expect(stderr).to.match(
        /^resendctl: standard output cannot be written: ENOSPC: no space left on device\n$/,
      );
      expect(code).to.equal(1);
    });
  }

  for (const command of ['resend --cashin 1', 'resend --cashin 1 --json']) {
    it(`ends with 0 for ${command}, which was accepted, and says so`, async () => {
      const { code, stderr } = await sh(`resendctl ${command} > /dev/full`);
      expect(stderr).to.match(/^resendctl: Resend 8 accepted, but standard output .*\n$/);
      expect(code).to.equal(0);
    });
  }

  for (const line of [
    'resendctl pause 7 > /dev/full',
    'resendctl pause 7 > /dev/full 2>&1',
    'resendctl pause 7 2> /dev/full',
    'resendctl pause 7 >&- 2>&-',
    'resendctl resend --cashin 1 2>&-',
    'resendctl resend --cashin 1 2> >(exec 0<&-)',
    'resendctl resend --cashin 1 | true',
    'resendctl resend --cashin 1 --watch > /dev/full 2> /dev/full',
  ]) {
    it(`ends with 0 for what is done: ${line}`, async () => {
      const { code, stderr } = await sh(line);
      expect(code, stderr).to.equal(0);
      expect(stderr.split('\n').length, stderr).to.be.below(3);
    });
  }

  it('follows a resend to its end and answers that, although the disk is full', async () => {
    const { code, stderr } = await sh('resendctl watch 8 > /dev/full');
    expect([code, stderr]).to.deep.equal([
      0,
      'resendctl: standard output cannot be written: ENOSPC: no space left on device\n',
    ]);
  });

  for (const to of ['2> /dev/full', '2>&-', '2> >(exec 0<&-)', '> /dev/full 2> /dev/full']) {
    it(`keeps its exit code when nobody can read why: ${to}`, async () => {
      api.handle((_request, response) => {
        response.writeHead(404).end('{"detail":"Resend not found","code":"resend_not_found"}');
      });
      const { code, stderr } = await sh(`resendctl show 8 ${to}`);
      expect([code, stderr], to).to.deep.equal([4, '']);
    });
  }

  for (const command of ['list', 'list --all', 'list --all --json', '--help']) {
    it(`ends in peace when the reader of ${command} has enough`, async () => {
      const { code, stdout, stderr } = await sh(`resendctl ${command} | head -1`);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout.split('\n')).to.have.length(2);
    });
  }

  it('ends with 141 when the reader of a watch leaves before its end', async () => {
    api.handle((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let count = 0;
      const timer = setInterval(() => response.write(event(0, (count += 1))), 5);
      response.once('close', () => clearInterval(timer));
    });
    const { code, stderr } = await sh('resendctl watch 8 --json | head -1');
    expect(code).to.equal(141);
    expect(stderr).to.equal('Resend 8 goes on. Watch it again: resendctl watch 8\n');
  });

  for (const line of [
    'resendctl list --token-file <(echo from.a.pipe)',
    'resendctl list --token-file=<(printf from.a.; echo pipe)',
    'echo from.a.pipe | resendctl list --token-file /dev/stdin',
  ]) {
    it(`reads the token from a pipe: ${line}`, async () => {
      const { code, stderr } = await sh(line, { RESEND_TOKEN: '' });
      expect([code, stderr], line).to.deep.equal([0, '']);
      expect(api.requests.at(-1)?.headers.authorization).to.equal('Bearer from.a.pipe');
    });
  }

  for (const [file, message] of [
    ['<(yes)', 'is too large for a token'],
    ['<(true)', 'is empty'],
    ['/dev/zero', 'is no file'],
  ]) {
    it(`takes no token from ${file}`, async () => {
      const { code, stderr } = await sh(`resendctl list --token-file ${file}`);
      expect(code).to.equal(3);
      expect(stderr).to.include(message);
    });
  }

  it('can be ended while it waits for a pipe', async () => {
    const env = { PATH: process.env['PATH'], RESEND_URL: api.url };
    const line = 'exec "$0" "$1" list --token-file <(echo waiting >&2; exec sleep 100)';
    const child = spawn('bash', ['-c', line, process.execPath, main], { env, detached: true });
    let shown = '';
    child.stderr.on('data', (text) => (shown += String(text)));
    await waitFor(() => shown.includes('waiting'), { what: 'the pipe', deadlineMs: 20_000 });
    const ended = once(child, 'exit');
    // The shell replaces itself; whatever of it is there, Ctrl-C ends it.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await ended;
    expect(api.requests).to.have.length(0);
  });
});

function rowOf(id: number): object {
  return {
    id,
    status: 'COMPLETED',
    control: null,
    resend_type: 'CASHIN',
    object_reference_id: 12345,
    created_at: '2026-05-12T10:30:00.000Z',
    finished_at: '2026-05-12T10:30:05.000Z',
    start_datetime: null,
    retry_of: null,
    detail: null,
    total: 1,
    delivered: 1,
    failed: 0,
    pending: 0,
  };
}

function event(settled: number, number = settled): string {
  const end = settled === 1 ? { finished_at: '2026-05-12T10:30:05.000Z' } : { finished_at: null };
  const status = settled === 1 ? 'COMPLETED' : 'PROCESSING';
  const data = { id: 8, status, control: 'RUNNING', total: 1, delivered: settled, failed: 0 };
  return `event: progress\nid: ${number}-${status}\ndata: ${JSON.stringify({ ...data, detail: null, pending: 1 - settled, ...end })}\n\n`;
}
