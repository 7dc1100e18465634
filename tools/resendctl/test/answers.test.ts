import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

const main = path.resolve('src/main.ts');
const unknown = { worked: false, detail: 'The outcome is unknown', code: 'outcome_unknown' };
const range = ['--from', '2026-05-01', '--to', '2026-05-02', '--yes'];

describe('what resendctl makes of answers', function () {
  this.timeout(30_000);
  let api: HttpReceiver;

  beforeEach(async () => {
    api = await startHttpReceiver();
  });

  afterEach(() => api[Symbol.asyncDispose]());

  function answer(status: number, body: object, headers: Record<string, string> = {}): void {
    api.handle((_request, response) => {
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
  }

  function start(args: readonly string[]) {
    const child = spawn(process.execPath, [main, ...args], {
      env: { PATH: process.env['PATH'], RESEND_URL: api.url, RESEND_TOKEN: 't' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (output.stdout += String(text)));
    child.stderr.on('data', (text) => (output.stderr += String(text)));
    const exited = once(child, 'close').then(([code]) => ({ code: code as number, ...output }));
    return { child, exited };
  }

  const run = (...args: string[]) => start(args).exited;

  it('asks for a preview again until all of it is counted, and says how far it is', async () => {
    const outcomes = ['delivered', 'failed', 'never_attempted', 'unknown'];
    const whole = {
      exact: true,
      counted_so_far: 2,
      events: 2,
      deliveries: 2,
      skipped: 0,
      unwanted_events: 0,
      by_event_type: [{ event_type: 'PAID', deliveries: 2, skipped: 0 }],
      by_endpoint: [{ endpoint_id: 'ep_17', deliveries: 2, skipped: 0 }],
      by_last_outcome: outcomes.map((last_outcome) => ({
        last_outcome,
        deliveries: 0,
        skipped: 0,
      })),
      oldest_event_at: '2026-05-01T00:00:00Z',
      newest_event_at: '2026-05-01T00:00:00Z',
    };
    api.handle((_request, response) => {
      const isFirst = api.requests.length === 1;
      const answer = isFirst ? { exact: false, counted_so_far: 1_234, deliveries: null } : whole;
      response.writeHead(isFirst ? 202 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
    const { code, stdout, stderr } = await run('preview', '--cashin', '12345', '--json');
    expect([code, JSON.parse(stdout)]).to.deep.equal([0, whole]);
    expect(stderr).to.equal('counting: 1,234 so far\n');
    const [first, second] = api.requests;
    expect(second?.body).to.deep.equal(first?.body);
  });

  for (const [what, status, type, said] of [
    ['a page', 200, 'text/html', 'The answer 200 is text/html, not text/event-stream'],
    ['no content', 204, undefined, 'The answer 204 has no body, not text/event-stream'],
  ] as const) {
    it(`says that a watch got ${what}, and ends with 5`, async () => {
      api.handle((_request, response) => {
        response.writeHead(status, type === undefined ? {} : { 'content-type': type });
        response.end(type === undefined ? undefined : '<h1>Welcome</h1>');
      });
      const { code, stdout, stderr } = await run('watch', '7');
      expect(stderr.split('\n')).to.deep.equal([
        `${said}. Trying again.`,
        `resendctl: ${said}`,
        `Is that the API? ${api.url} (RESEND_URL or --url)`,
        '',
      ]);
      expect([code, stdout]).to.deep.equal([5, '']);
      expect(api.requests).to.have.length(3);
    });
  }

  it('takes the new resend from Location', async () => {
    const body = { worked: true, detail: 'Aceito. ID: 5', resend: { id: 6 } };
    answer(200, body, { location: '/v3/webhooks/resend/7890' });
    const { code, stdout } = await run('resend', '--cashin', '1');
    expect([code, stdout]).to.deep.equal([0, 'Resend 7890 accepted.\n']);
  });

  it('ends with 7 for an outcome that nobody knows, and says what is safe', async () => {
    answer(504, unknown);
    const paused = await run('pause', '7');
    expect(paused.code).to.equal(7);
    expect(paused.stderr).to.include('The outcome is unknown\n').and.include('look before you ask');
    const looked = await run('resend', '--cashin', '1');
    expect(looked.code).to.equal(7);
    expect(looked.stderr).to.include('Look before you ask again: resendctl list');
    expect(api.requests).to.have.length(2);

    answer(503, unknown, { 'retry-after': '0' });
    const keyed = await run('resend', '--cashin', '1', '--idempotency-key', 'k1');
    expect(keyed.code).to.equal(7);
    expect(keyed.stderr).to.include('Ask again with --idempotency-key k1');
    const keys = api.requests.slice(2).map(({ headers }) => headers['idempotency-key']);
    expect(keys).to.deep.equal(Array(5).fill('k1'));
  });

  it('does not end with 1 for what was accepted, whatever fails afterwards', async () => {
    api.handle((request, response) => {
      response.setHeader('location', '/v3/webhooks/resend/8');
      if (request.method === 'POST') return void response.end('{"detail":""}');
      response.writeHead(500).end('{"detail":"Internal error","code":"internal_error"}');
    });
    for (const option of ['--json', '--watch']) {
      const { code, stderr } = await run('resend', '--cashin', '1', option);
      expect(code, option).to.equal(5);
      expect(stderr).to.include('resendctl: Resend 8 accepted, but: Internal error\n');
      expect(stderr).to.include('Do not ask for it again');
    }
    api.handle((_request, response) => void response.end('{"detail":"ID: 8"}'));
    const unnamed = await run('resend', '--cashin', '1');
    expect(unnamed.code).to.equal(7);
    expect(unnamed.stderr).to.include('was accepted').and.include('Look for it: resendctl list');
  });

  it('says at Ctrl-C that what it asked for may be accepted', async () => {
    api.handle(() => {});
    const { child, exited } = start(['resend', '--cashin', '1', '--idempotency-key', 'k1']);
    await waitFor(() => api.requests.length === 1, { what: 'the request', deadlineMs: 20_000 });
    child.kill('SIGINT');
    const { code, stderr } = await exited;
    expect(code).to.equal(130);
    expect(stderr).to.include('It may have been accepted.').and.include('--idempotency-key k1');
  });

  it('names an account whose number has a "/"', async () => {
    answer(200, { detail: '' }, { location: '/v3/webhooks/resend/1' });
    const apart = ['--branch', '00/01', '--account-number=12/34'];
    expect((await run('resend', '--cashin', ...apart, ...range)).code).to.equal(0);
    expect(JSON.parse(String(api.requests[0]?.body))).to.include({
      source_account_branch_identifier: '00/01',
      source_account_number: '12/34',
    });
    const { code, stderr } = await run('resend', '--cashin', '--account', '1/2/3', ...range);
    expect(code).to.equal(2);
    expect(stderr).to.include('--branch 0001 --account-number 12/34');
  });
});
