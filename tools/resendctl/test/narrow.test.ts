import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { displayWidth } from '../src/output/display-width.ts';
import { Terminal } from '../src/output/terminal.ts';
import { runCommandLine } from '../src/run-command-line.ts';

/** As narrow as half of a small screen. */
const COLUMNS = 60;
const LONG = 'QR_CODE_COPY_AND_PASTE_REFUNDED_ERROR';
const ID = 9_007_199_254_740_991;
const TIME = '2026-05-12T10:30:00.123Z';

/** All that any row has, as long as it may be. */
const row = {
  ...{ id: ID, number: 12, resend_id: ID, status: 'PROCESSING', state: 'RETRYING' },
  ...{ control: 'CANCELLING', resend_type: 'CASHOUT', object_reference_id: ID, listed: null },
  ...{ source_account_branch_identifier: '0001', source_account_number: '12345678901234567890' },
  ...{ start_datetime: TIME, end_datetime: '2026-06-12T10:30:00Z', created_at: TIME },
  ...{ finished_at: null, settled_at: TIME, started_at: TIME, occurred_at: TIME, start: TIME },
  ...{ total: 1e9, delivered: 1e9, failed: 1e9, pending: 0, retry_of: null, detail: null },
  ...{ event_id: `evt_${LONG}`, event_type: LONG, endpoint_id: `ep_${LONG}`, attempts: 1e9 },
  ...{ reason: null, last_http_status: 500, last_error_class: 'client_certificate_refused' },
  ...{ next_attempt_at: TIME, duration_ms: 120_000, http_status: 500, error_class: null },
  ...{ error_message: 'answered 500', response_snippet: LONG, response_encoding: 'text' },
  ...{ account_mirror_id: ID, original_outcome: 'NEVER_ATTEMPTED', keys: {}, enabled: true },
  ...{
    type_webhook: LONG,
    url: 'https://merchant.example/webhooks/pix/received',
    p50_ms: 99_999,
    p95_ms: 99_999,
  },
  last_24h: { attempts: 1e6, success_rate: 0.5, p50_ms: 1e5, p95_ms: 1e5 },
  ...{
    breaker: { state: 'HALF_OPEN', retry_at: TIME },
    recover_automatically: false,
    failures_by_class: { http_status: 1e6, timeout: 1e6 },
  },
};

const results = [row, row];
const counts = [{ event_type: LONG, endpoint_id: `ep_${LONG}`, deliveries: 1e6, skipped: 1e6 }];

/** Whatever is asked for: a page, one row, or a preview. */
const answer = {
  ...row,
  ...{ next: null, previous: null, results, source_ips: ['203.0.113.0/24'] },
  ...{ payload_bytes: 2, payload_text: '{}', requests: [], history: { results, next: null } },
  ...{ exact: true, events: 1e6, deliveries: 1e6, skipped: 12, unwanted_events: 12 },
  ...{ newer_outside: null, undelivered: null, oldest_event_at: TIME, newest_event_at: TIME },
  ...{ by_event_type: counts, by_endpoint: counts, waiting: 1e6 },
  waiting_endpoints: [
    { endpoint_id: `ep_${LONG}`, deliveries: 1e6, waiting_for: 'breaker', next_test_at: TIME },
  ],
  by_last_outcome: [{ last_outcome: 'never_attempted', deliveries: 1e6, skipped: 1e6 }],
};

describe('the tables of resendctl', () => {
  let api: HttpReceiver;

  before(async () => {
    api = await startHttpReceiver(({ url }, response) => {
      const isNamed = /\/(endpoints|events)\/./.test(url);
      const body = isNamed ? { ...answer, id: 'named_1' } : answer;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  after(() => api[Symbol.asyncDispose]());

  async function run(args: readonly string[]): Promise<{ code: number; text: string }> {
    let text = '';
    const env = { RESEND_URL: api.url, RESEND_TOKEN: 't', NO_COLOR: '1' };
    const stream = { isTTY: true, columns: COLUMNS, write: (part: string) => (text += part) };
    const never = new AbortController().signal;
    const code = await runCommandLine(args, {
      ...{ env, out: new Terminal(stream, env), err: new Terminal(stream, env), ask: null },
      ...{ nowMs: Date.now, signal: never, left: never, unwritable: never },
    });
    return { code, text };
  }

  for (const args of [
    ['list'],
    ['list', '--all'],
    ['deliveries', '1'],
    ['attempts', '1', '1'],
    ['endpoints'],
    ['endpoints', 'ep'],
    ['events'],
    ['events', 'evt'],
    ['preview', '--cashin', '1'],
    ['notices', '1'],
    ['source-ips'],
  ]) {
    it(`fit ${COLUMNS} columns: ${args.join(' ')}`, async () => {
      const { code, text } = await run(args);
      expect(code, text).to.equal(0);
      const lines = text.split('\n');
      expect(lines.length, text).to.be.greaterThan(1);
      const widths = lines.map(displayWidth);
      expect(Math.max(...widths), text).to.be.at.most(COLUMNS);
    });
  }

  it('leave out nothing that there is no room for', async () => {
    const { text } = await run(['list']);
    expect(text)
      .to.match(/^ +ID {2}STATUS/m)
      .and.include('RANGE (UTC)');
    expect(text).to.include('2026-05-12 10:30 – 2026-06-12 10:30').and.include('1,000,000,000');
  });

  it('have no number for an ID, and say so to who pastes one', async () => {
    const { text } = await run(['list']);
    expect(text).to.include(String(ID)).and.not.include('9,007');
    for (const pasted of ['10,518', '10.518', '10 518']) {
      const { code, text: said } = await run(['show', pasted]);
      expect([code, said.split('\n')[1]], pasted).to.deep.equal([
        2,
        'Nothing stands between the digits of an ID: 10518',
      ]);
    }
  });
});
