// Long because it goes through every command against one system.

import { rmSync, writeFileSync } from 'node:fs';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { startSystem, userToken, type System } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { bulkAccount, endpointRecord } from './support/records.ts';
import { startResendctl, startResendctlInTerminal, type Run } from './support/resendctl.ts';

const EVENTS = 40;
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
/** Recorded while its endpoint is disabled. */
const missed17 = {
  id: 'evt_missed',
  account_id: 17,
  resend_type: 'RESEND_TYPE_CASHIN',
  type: 'PIX_CASHIN_RECEIVED',
  payload: Buffer.from('{"type":"PIX_CASHIN_RECEIVED","data":{}}').toString('base64'),
};
const range = [
  ...['--account', '0001/bulk-60', '--from', '2026-06-01', '--to', '2026-06-30'],
  ...['--state', 'all'],
];

describe('resendctl', function () {
  this.timeout(60_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let env: Record<string, string>;

  before(async () => {
    system = started.use(await startSystem({ RETRY_SCHEDULE: '0' }));
    receiver = started.use(await startHttpReceiver());
    const reported = started.use(await startHttpReceiver());
    const size = { events: EVENTS, objects: EVENTS };
    await system.importSample([
      ...bulkAccount(60, size, receiver.url).records,
      endpointRecord({ id: 'in', account_id: 17, url: receiver.url, type_webhook: 'CASHIN' }),
      endpointRecord({
        id: 'reported',
        account_id: 17,
        url: reported.url,
        type_webhook: 'resend.finished',
      }),
    ]);
    const RESEND_URL = `http://127.0.0.1:${system.settings['REST_PORT']}`;
    env = { RESEND_URL, RESEND_TOKEN: userToken(246), TERM: 'xterm' };
  });

  beforeEach(() => receiver.handle((_request, response) => void response.end()));

  after(() => started.disposeAsync());

  /** Runs it with its output in pipes, to its end. */
  async function run(args: readonly string[], change: Record<string, string> = {}): Promise<Run> {
    const own = started.use(startResendctl(args, { ...env, ...change }));
    await own.exited;
    return own;
  }

  async function newestId(): Promise<number> {
    return (await system.api.page('?limit=1')).results[0]?.id ?? 0;
  }

  describe('in a pipe', () => {
    it('shows what a resend was narrowed to', async () => {
      const id = await system.api.accept({
        ...{ resend_type: 'CASHIN', object_reference_id: 12345 },
        ...{ delivery_state: 'UNDELIVERED', include_in_hand: true, latest_only: true },
        ...{ event_types: ['QR_CODE_COPY_AND_PASTE_PAID'], endpoint_ids: ['in'] },
      });
      const { stdout } = await run(['show', `${id}`]);
      for (const line of [
        'Only       UNDELIVERED, also what was in hand, the newest of each object',
        'Types      QR_CODE_COPY_AND_PASTE_PAID',
        'Endpoints  in',
      ]) {
        expect(stdout.split('\n')).to.include(line);
      }
    });

    it('resends an object, watches it, and shows what came of it', async () => {
      const { code, stdout } = await run(['resend', '--cashin', '12345', '--watch']);
      expect(stdout).to.match(/^Resend \d+ is COMPLETED: 3\/3 delivered$/m);
      for (const control of ['\r', '\u001b']) expect(stdout).to.not.include(control);
      expect(code).to.equal(0);

      const id = `${await newestId()}`;
      expect((await run(['show', id])).stdout).to.match(/^Delivered {2}3 of 3$/m);
      expect((await run(['show', id])).stdout).to.match(/^Created {4}.* UTC, by user 246$/m);
      const deliveries = (await run(['deliveries', id])).stdout.split('\n');
      expect(deliveries[0]).to.match(/^ID {2}STATE +EVENT +TYPE +ENDPOINT +TRIES {2}WHY$/);
      expect(deliveries[1]).to.match(/^ 1 {2}DELIVERED {2}evt_12345_1 .* in +1 {2}200$/);
      expect((await run(['attempts', id, '1'])).stdout).to.match(/^ 1 {2}\S+ \S+ +\d+ +200 +-$/m);
      const filters = ['--type', 'QR_CODE_COPY_AND_PASTE_PAID', '--http-status', '200'];
      const paid = (await run(['deliveries', id, ...filters])).stdout.split('\n').slice(1, -1);
      expect(paid.map((row) => row.trim().split(/ +/)[0])).to.deep.equal(['2']);
      const csv = (await run(['deliveries', id, '--csv'])).stdout.split('\r\n');
      expect(csv).to.have.length(5);
      expect(csv[1]).to.match(/^1,evt_12345_1,/);
      expect((await run(['list', '--kind', 'one', '--from', '-1d'])).stdout).to.include(
        'cashin 12345',
      );
      const containing = (await run(['list', '--cashin', '12345'])).stdout;
      expect(containing).to.include('cashin 12345');
      const both = await run(['list', '--object', '12345', '--cashin']);
      expect([both.code, both.stderr.includes('give either --object')]).to.deep.equal([2, true]);
      expect((await run(['list', '--kind', 'retry'])).stdout).to.not.include('cashin 12345');
    });

    it('speaks JSON: a document, or one a line', async () => {
      const preview = await run(['preview', '--cashin', '12345', '--json']);
      expect(JSON.parse(preview.stdout)).to.include({ events: 3, deliveries: 3 });
      const watched = await run(['resend', '--cashin', ...range, '--yes', '--watch', '--json']);
      const states = jsonLines(watched.stdout);
      expect(states.at(-1)).to.include({ status: 'COMPLETED', delivered: EVENTS, failed: 0 });

      const id = `${await newestId()}`;
      const page = JSON.parse((await run(['list', '--limit', '1', '--json'])).stdout);
      expect(page).to.have.nested.property('results[0].id', Number(id));
      const all = await run(['deliveries', id, '--all', '--json']);
      const positions = jsonLines(all.stdout).map((row) => row.id);
      expect(positions).to.deep.equal(Array.from({ length: EVENTS }, (_, index) => index + 1));
    });

    it('does not send a range that nobody has agreed to', async () => {
      const before = await newestId();
      const { code, stdout, stderr } = await run(['resend', '--cashin', ...range]);
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include('Add --yes to send, or --dry-run to look');
      const dry = await run(['resend', '--cashin', ...range, '--dry-run']);
      expect(dry.stdout).to.include(`${EVENTS} events, ${EVENTS} deliveries`);
      expect(dry.stdout).to.include('From 2026-06-01 00:00:00 UTC to 2026-06-30 23:59:59 UTC');
      expect(await newestId()).to.equal(before);
    });

    it('tells what retry-failed wants, and offers no option that it does not have', async () => {
      receiver.handle((_request, response) => void response.writeHead(500).end());
      await run(['resend', '--cashin', '12345', '--watch']);
      const unasked = await run(['retry-failed', `${await newestId()}`]);
      expect(unasked.code).to.equal(2);
      expect(unasked.stderr).to.match(/^Add --yes to send$/m);

      const held: (() => void)[] = [];
      receiver.handle((_request, response) => void held.push(() => response.end()));
      await run(['resend', '--cashin', '12345']);
      const id = `${await newestId()}`;
      const early = await run(['retry-failed', id]);
      expect(early.code).to.equal(6);
      expect(early.stderr).to.include(`Resend ${id} is not finished yet\n`);
      expect(early.stderr).to.include(`resendctl cancel ${id}`);
      receiver.handle((_request, response) => void response.end());
      for (const answer of held) answer();
      await system.api.settled(Number(id));
    });

    it('is one resend when it is sent twice with one key', async () => {
      const args = ['resend', '--cashin', '12345', '--idempotency-key', 'k1', '--json'];
      const ids = [await run(args), await run(args)].map(({ stdout }) => JSON.parse(stdout).id);
      expect(ids[0]).to.equal(ids[1]);
    });

    it('ends with 1 when a resend fails, says why, and tries it again', async () => {
      receiver.handle((_request, response) => {
        response.writeHead(500).end('\u001b[2Jno database');
      });
      const failed = await run(['resend', '--cashin', '12345', '--watch']);
      expect(failed.code).to.equal(1);
      expect(failed.stdout).to.match(/is FAILED: 0\/3 delivered, 3 failed$/m);
      const id = `${await newestId()}`;
      expect(failed.stderr).to.include(`See why: resendctl deliveries ${id} --state FAILED`);
      expect((await run(['show', id])).stdout).to.match(/^ +3 {2}500$/m);
      const why = await run(['attempts', id, '1']);
      expect(why.stdout).to.match(/500 +\?\[2Jno database$/m);

      receiver.handle((_request, response) => void response.end());
      const again = await run(['retry-failed', id, '--yes', '--watch']);
      expect(again.stdout).to.match(/is COMPLETED: 3\/3 delivered$/m);
      expect((await run(['show', `${await newestId()}`])).stdout).to.include(`Retry of   ${id}`);
    });

    it('points at what a cancellation left, though nothing is asked of it any more', async () => {
      const held: (() => void)[] = [];
      receiver.handle((_request, response) => void held.push(() => response.end()));
      await run(['resend', '--cashin', '12345']);
      const id = await newestId();
      await waitFor(() => held.length > 0, { what: 'the first delivery' });
      await run(['cancel', `${id}`]);
      receiver.handle((_request, response) => void response.end());
      for (const answer of held) answer();
      await system.api.settled(id);
      const { stdout } = await run(['watch', `${id}`, '--json']);
      expect(JSON.parse(stdout.trim())).to.include({ control: null, status: 'FAILED' });
      const seen = await run(['watch', `${id}`]);
      expect(seen.stderr).to.include(`See why: resendctl deliveries ${id} --state CANCELLED`);
    });

    it('shows endpoints, and how one does', async () => {
      expect((await run(['endpoints'])).stdout).to.match(/^in +0001\/123456 +CASHIN +CLOSED /m);
      const { stdout } = await run(['endpoints', 'in', '--hours', '2']);
      expect(stdout)
        .to.include(receiver.url)
        .and.match(/^START \(UTC\) +TRIES +FAILED/m);
      expect((await run(['endpoints', 'nobody'])).code).to.equal(4);
      const { stdout: sources } = await run(['source-ips', '--json']);
      expect(JSON.parse(sources)).to.deep.equal({ source_ips: [] });
    });

    it('shows events, and one in full with what became of it', async () => {
      const list = await run(['events', '--cashin', '12345', '--from', '2026-05-02']);
      expect(list.stdout).to.match(/^EVENT +TYPE +OCCURRED \(UTC\) +OBJECT +ACCOUNT +ORIGINAL$/m);
      expect(list.stdout).to.match(/^evt_12345_1 .* 12345 +0001\/123456 +DELIVERED$/m);
      const { stdout } = await run(['events', 'evt_12345_1']);
      expect(stdout).to.match(/^Original +DELIVERED$/m);
      expect(stdout)
        .to.include('  Webhook-Id: evt_12345_1')
        .and.match(/^RESEND +DELIVERY +STATE/m);
      const json = JSON.parse((await run(['events', 'evt_12345_1', '--json'])).stdout);
      expect(json.history.results[0].attempt_log).to.have.length.above(0);
      expect((await run(['events', 'nobody'])).code).to.equal(4);
      const shown = ['events', '--account', '0001/bulk-60', '--json', '--limit', '1'];
      const named = JSON.parse((await run(shown)).stdout);
      expect(named.results[0]).to.include({ source_account_number: 'bulk-60' });
      const nowhere = await run(['list', '--account', '0001/404']);
      expect([nowhere.code, nowhere.stderr.includes('--account-id')]).to.deep.equal([4, true]);
      const account = ['--account', '0001/123456'];
      expect((await run(['list', ...account])).stdout).to.include('cashin 12345');
      expect((await run(['endpoints', ...account])).stdout).to.match(/^in /m);
      expect((await run(['events', '--object', '1'])).code).to.equal(2);
      const inHand = await run(['events', '--state', 'FAILED', '--include-in-hand']);
      expect([inHand.code, inHand.stderr.includes('--state undelivered')]).to.deep.equal([2, true]);
      const undelivered = ['events', '--state', 'UNDELIVERED', '--include-in-hand'];
      expect((await run(undelivered)).code).to.equal(0);
    });

    let missed = '';

    it('has an endpoint disabled, and says what would not arrive there', async () => {
      const disabled = await run(['disable', 'in']);
      expect(disabled.stdout).to.equal(`in is disabled: ${receiver.url}\n`);
      expect((await run(['endpoints'])).stdout).to.match(/^in .* DISABLED /m);
      expect((await run(['resend', '--cashin', '12345', '--watch'])).code).to.equal(1);
      missed = `${await newestId()}`;
      const skipped = (await run(['deliveries', missed, '--state', 'skipped'])).stdout;
      expect(skipped).to.match(/ SKIPPED .* endpoint_disabled$/m);
      const looked = (await run(['preview', '--cashin', '12345'])).stdout;
      expect(looked).to.match(
        /^All of them would not be sent, since these are disabled:\n {2}in$/m,
      );
      expect(looked).to.include('To enable one: resendctl enable ID');
      const blocked = await run(['retry-failed', missed]);
      expect(blocked.stderr).to.match(/^\d+ of them would not be sent: in is disabled$/m);
    });

    it('has it moved and enabled, and what it missed retried', async () => {
      const elsewhere = `${receiver.url}/moved`;
      const moved = await run(['move', 'in', elsewhere, '--json']);
      expect(JSON.parse(moved.stdout)).to.nested.include({ 'endpoint.url': elsewhere });
      const enabled = await run(['enable', 'in']);
      expect(enabled.stdout).to.equal(`in is enabled: ${elsewhere}\n`);
      expect(enabled.stderr).to.match(/resendctl enable in --recover --from \d{4}-\S+Z$/m);
      expect((await run(['retry-failed', missed, '--yes', '--watch'])).code).to.equal(0);
      expect(receiver.requests.at(-1)?.url).to.equal('/moved');

      expect((await run(['disable', 'in'])).code).to.equal(0);
      await system.importRecords([
        { event: { ...missed17, occurred_at: new Date().toISOString() } },
      ]);
      const recovered = await run(['enable', 'in', '--recover', '--yes', '--watch']);
      expect(recovered.code, recovered.stderr).to.equal(0);
      expect(recovered.stderr).to.match(/^1 event, 1 delivery$/m);
      expect(receiver.requests.at(-1)?.headers['webhook-id']).to.equal(missed17.id);
      const nothing = await run(['enable', 'in', '--recover', '--from', '-1h', '--yes']);
      expect([nothing.code, nothing.stderr]).to.deep.equal([0, 'It missed nothing.\n']);
      const when = await run(['enable', 'in', '--recover', '--yes']);
      expect([when.code, when.stderr.includes('--from')]).to.deep.equal([2, true]);
    });

    it('lets an endpoint recover by itself, and names what is wrong', async () => {
      const on = await run(['auto-recover', 'in', 'on']);
      expect(on.stdout).to.equal('in: what it misses in an outage is resent by itself.\n');
      const shown = (await run(['endpoints', 'in'])).stdout;
      expect(shown).to.include('What it misses in an outage is resent by itself.');
      const off = await run(['auto-recover', 'in', 'off']);
      expect(off.stdout).to.equal('in: nothing is resent by itself.\n');
      expect((await run(['auto-recover', 'in', 'yes'])).code).to.equal(2);

      const refused = await run(['move', 'in', 'ftp://127.0.0.1/x']);
      expect(refused.code, refused.stderr).to.equal(2);
      const unknown = await run(['enable', 'nobody']);
      expect(unknown.code).to.equal(4);
      expect(unknown.stderr).to.include('Your endpoints: resendctl endpoints');
    });

    it('makes endpoints and removes them', async () => {
      const url = `${receiver.url}/made`;
      const add = ['endpoints', 'add', url, '--account', '0001/123456', '--type'];
      const made = await run([...add, 'PIX_CASHIN_RECEIVED', '--idempotency-key', 'made']);
      expect(made.code, made.stderr).to.equal(0);
      const [, id = ''] = /^(ep_[0-9a-f]{24}) is made: /.exec(made.stdout) ?? [];
      const [secret] = /whsec_\S+/.exec(made.stdout) ?? [];
      const again = await run([
        ...add,
        'PIX_CASHIN_RECEIVED',
        '--idempotency-key',
        'made',
        '--json',
      ]);
      expect(JSON.parse(again.stdout)).to.deep.nested.include({
        'endpoint.id': id,
        signing_secret: secret,
      });
      expect((await run(['endpoints'])).stdout).to.include(url);
      for (const [args, code] of [
        [['endpoints', 'add', 'ftp://127.0.0.1/x', ...add.slice(3), 'CASHIN'], 2],
        [['endpoints', 'add', url, '--account', '0001/999', '--type', 'CASHIN'], 4],
        [['endpoints', 'add', url, '--type', 'CASHIN'], 2],
        [['endpoints', 'add'], 2],
        [['endpoints', 'add', url, '--yes'], 2],
        [['endpoints', '--type', 'CASHIN'], 2],
        [['endpoints', id, 'more'], 2],
        [['endpoints', 'remove', id], 2],
        [['endpoints', 'remove', 'nobody', '--yes'], 4],
      ] as const) {
        expect((await run(args)).code, args.join(' ')).to.equal(code);
      }
      const removed = await run(['endpoints', 'remove', id, '--yes']);
      expect([removed.code, removed.stdout]).to.deep.equal([0, `${id} is removed.\n`]);
      expect((await run(['endpoints'])).stdout).to.not.include(url);
    });

    it('sends test events, and says what is answered', async () => {
      const { code, stdout } = await run(['test-endpoint', 'in']);
      expect(stdout).to.match(/^in: answered 200 in \d+ ms$/m);
      expect(code).to.equal(0);
      const sent = receiver.requests.filter(({ headers }) => headers['webhook-test'] === 'true');
      expect(sent).to.have.length(1);
      await run(['disable', 'in']);
      const disabled = await run(['test-endpoint', 'in']);
      expect([disabled.code, disabled.stdout]).to.deep.equal([
        1,
        'in: nothing was sent, since it is disabled\n',
      ]);
      await run(['enable', 'in']);
      const { stdout: shown } = await run(['test-endpoint', 'in', '--json']);
      expect(JSON.parse(shown)).to.include({ endpoint_id: 'in', state: 'DELIVERED', reason: null });
      expect((await run(['test-endpoint', 'nobody'])).code).to.equal(4);
      for (let sending = 3; sending < 10; sending += 1) await run(['test-endpoint', 'in']);
      const refused = await run(['test-endpoint', 'in']);
      expect(refused.code).to.equal(5);
      expect(refused.stderr).to.include('An endpoint gets at most 10 test events a minute');
    });

    it('tells who was told that a resend is settled', async () => {
      await run(['resend', '--cashin', '12345', '--watch']);
      const id = `${await newestId()}`;
      const reported = await waitFor(
        async () => {
          const { stdout } = await run(['notices', id]);
          return stdout.includes(' DELIVERED ') && stdout;
        },
        { deadlineMs: 20_000, what: 'the notice' },
      );
      expect(reported).to.match(/^ENDPOINT +STATE +TRIES +ENDED \(UTC\) +WHY$/m);
      expect(reported).to.match(/^reported +DELIVERED +1 +\S+ \S+ +200$/m);
    });

    it('lets its reader leave early', async () => {
      const { code, stderr } = await run(['list', '--all'], { PIPE_TO: 'head -1' });
      expect([code, stderr]).to.deep.equal([0, '']);
    });

    for (const [code, what, args, message, change] of [
      [2, 'a wrong request', ['preview', '--cashin', '1', '--type', 'a b'], '--type must'],
      [3, 'no token', ['list'], 'no access token', { RESEND_TOKEN: '' }],
      [3, 'a token that is none', ['list'], 'does not take this token', { RESEND_TOKEN: 'x' }],
      [4, 'an unknown object', ['resend', '--cashin', '5'], 'QR Code not found'],
      [
        4,
        'an unknown account',
        ['preview', '--cashin', ...range.with(1, '1/1')],
        'Account not found',
      ],
      [4, 'an unknown resend', ['watch', '999999'], 'Resend not found'],
      [5, 'an API that is away', ['list'], 'No answer', { RESEND_URL: 'http://127.0.0.1:9' }],
      [6, 'a settled resend', ['cancel', '1'], 'Resend is settled'],
    ] as const) {
      it(`ends with ${code} for ${what}, in a line or two`, async () => {
        const { code: actual, stdout, stderr } = await run(args, change);
        expect(stderr)
          .to.match(/^resendctl: /)
          .and.include(message);
        expect(stderr.trimEnd().split('\n')).to.have.length.below(3);
        expect(stdout).to.equal('');
        expect(actual).to.equal(code);
      });
    }

    it('takes the token from a file that nobody else may read', async () => {
      const file = `${system.databaseFile}.token`;
      writeFileSync(file, `${env['RESEND_TOKEN']}\n`, { mode: 0o644 });
      const refused = await run(['list', '--token-file', file], { RESEND_TOKEN: '' });
      expect(refused.code).to.equal(3);
      expect(refused.stderr).to.include(`Run: chmod 600 ${file}`);
      rmSync(file);
      writeFileSync(file, `${env['RESEND_TOKEN']}\n`, { mode: 0o600 });
      const taken = await run(['list', '--token-file', file], { RESEND_TOKEN: '' });
      expect([taken.code, taken.stderr.includes('no access token')]).to.deep.equal([0, false]);
    });

    it('listens, and verifies what the dispatcher sends', async () => {
      const listener = started.use(
        startResendctl(['listen', '--port', '0', '--json'], { ...env, RESEND_SECRETS: secret }),
      );
      const [, url = ''] = await waitFor(() => /(http:\S+)/.exec(listener.stderr), {
        what: 'its port',
      });
      const signed = { id: 'heard', account_id: 18, url, type_webhook: 'CASHOUT' };
      await system.importRecords([endpointRecord({ ...signed, signing_secrets: [secret] })]);
      await run(['resend', '--cashout', '98765', '--watch']);
      const heard = jsonLines(listener.stdout);
      expect(heard.map(({ type, signature }) => [type, signature])).to.deep.equal([
        ['PIX_CASHOUT_CREATED', 'ok'],
        ['PIX_CASHOUT_SUCCESS', 'ok'],
      ]);
      expect(heard[0]).to.include({ resend_id: await newestId(), attempt: 1, duplicate: false });
      listener.signal('SIGINT');
      expect(await listener.exited).to.equal(0);
    });
  });

  describe('in a terminal of 80 columns', () => {
    it('shows what it would send, and sends it only when told so', async () => {
      const before = await newestId();
      for (const answer of ['n\r', '\u0003']) {
        const own = started.use(startResendctlInTerminal(['resend', '--cashin', ...range], env));
        await waitFor(() => own.stdout.includes('[y/N]'), {
          deadlineMs: 20_000,
          what: 'the question',
        });
        own.write(answer);
        expect(await own.exited).to.equal(answer === '\u0003' ? 130 : 1);
      }
      expect(await newestId()).to.equal(before);

      const own = started.use(
        startResendctlInTerminal(['resend', '--cashin', ...range, '--watch'], env),
      );
      await waitFor(() => own.stdout.includes('Send 40 deliveries? [y/N]'), {
        deadlineMs: 20_000,
        what: 'the question',
      });
      own.write('y\r');
      expect(await own.exited).to.equal(0);
      expect(own.stdout).to.include('\u001b[32mCOMPLETED\u001b[0m: 40/40 delivered');
      expect(own.stdout).to.match(/\[#*-*\] (COMPLETED, )?\d+% /);
      expect(widest(own.stdout)).to.be.at.most(80);
    });

    it('fits its tables, and has no colours where nobody wants them', async () => {
      const plain: Record<string, string>[] = [{}, { NO_COLOR: '1' }];
      for (const change of plain) {
        for (const args of [['list'], ['deliveries', `${await newestId()}`], ['endpoints']]) {
          const own = started.use(startResendctlInTerminal(args, { ...env, ...change }));
          expect(await own.exited, own.stdout).to.equal(0);
          expect(widest(own.stdout), own.stdout).to.be.at.most(80);
          if ('NO_COLOR' in change) expect(own.stdout).to.not.include('\u001b[');
        }
      }
    });

    it('leaves a resend running when its watching is ended by Ctrl-C', async () => {
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      receiver.handle(async (_request, response) => {
        await released;
        response.end();
      });
      const own = started.use(
        startResendctlInTerminal(['resend', '--cashin', '12345', '--watch'], env),
      );
      await waitFor(() => own.stdout.includes('0/3 delivered'), {
        deadlineMs: 20_000,
        what: 'the bar',
      });
      own.write('\u0003');
      expect(await own.exited).to.equal(130);
      const id = await newestId();
      expect(own.stdout).to.include(`Resend ${id} goes on. Watch it again: resendctl watch ${id}`);
      expect(await system.api.log(id)).to.include({ finished_at: null });
      release();
      expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', delivered: 3 });
    });
  });
});

function jsonLines(text: string) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Characters of the widest line that a person sees. */
function widest(text: string): number {
  // eslint-disable-next-line no-control-regex
  const shown = text.replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, '').split(/[\r\n]+/);
  return Math.max(...shown.map((line) => [...line].length));
}
