import BetterSqlite3 from 'better-sqlite3';
import { expect } from 'chai';

import {
  createAnswerCheck,
  type HttpReceiver,
  type OpenApiDocument,
  startHttpReceiver,
  waitFor,
} from '@webhooks/testing';
import { type Answer, RESEND_PATH, startSystem, type System, userToken } from '@webhooks/proof-kit';

import { type ApiExample, examplesOf, toRequest } from './support/api-examples.ts';
import { rawRequest } from './support/raw-request.ts';
import { bulkAccount, endpointRecord } from './support/records.ts';

/** Events of the endpoint that never answers: each object is enough for one resend that lasts. */
const LASTING = 30;

describe('the examples of the API reference', function () {
  this.timeout(90_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let document: OpenApiDocument;
  let examples: ApiExample[];
  let check: ReturnType<typeof createAnswerCheck>;
  const done = new Set<string>();
  let lasting: ReturnType<typeof bulkAccount>;
  let lastingUsed = 0;
  let settledId = 0;

  before(async () => {
    // One attempt, and no breaker: what fails is settled at once.
    const settings = {
      RETRY_SCHEDULE: '0',
      ATTEMPT_TIMEOUT_MS: '60000',
      BREAKER_FAILURES: '10000',
    };
    system = started.use(await startSystem(settings));
    receiver = started.use(await startHttpReceiver());
    const silent = started.use(await startHttpReceiver(() => {}));
    const failing = started.use(
      await startHttpReceiver((_request, response) => void response.writeHead(500).end('oops')),
    );
    lasting = bulkAccount(30, { events: LASTING, objects: LASTING }, silent.url);
    const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const { url } = receiver;
    const complete = {
      ...{ authorization_token: 'a-token', x_functions_key: 'a-key', signing_secrets: [secret] },
    };
    await system.importSample([
      { account: { id: 17, branch_identifier: '0001', number: '123456', user_ids: [246, 247] } },
      endpointRecord({ id: 'ep_17_in', account_id: 17, url, type_webhook: 'CASHIN', ...complete }),
      endpointRecord({ id: 'ep_17_bad', account_id: 17, url: failing.url, type_webhook: 'CASHIN' }),
      endpointRecord({ id: 'ep_17_test', account_id: 17, url, type_webhook: 'CASHIN', test: true }),
      endpointRecord({ id: 'ep_18', account_id: 18, url, type_webhook: 'CASHOUT' }),
      ...lasting.records,
      endpointRecord({ id: 'ep_17_old', account_id: 17, url, type_webhook: 'CASHOUT' }),
      { account: { id: 50, branch_identifier: '0001', number: '505050', user_ids: [246] } },
      ...Array.from({ length: 50 }, (_, index) =>
        endpointRecord({ id: `ep_50_${index}`, account_id: 50, url, type_webhook: 'CASHOUT' }),
      ),
      {
        event: {
          ...{ id: 'evt_keyed', account_id: 17, resend_type: 'RESEND_TYPE_CASHIN' },
          ...{ type: 'PIX_CASHIN_RECEIVED', occurred_at: '2026-05-20T10:00:00Z', payload: 'e30=' },
          keys: { end_to_end_id: 'E1234567820260502130000000000001', tag: 'May' },
        },
      },
    ]);
    const answer = await fetch(new URL('/openapi.json', baseUrl()));
    document = (await answer.json()) as OpenApiDocument;
    examples = examplesOf(document);
    check = createAnswerCheck(document);
    settledId = await settledWithFailures();
  });

  after(() => started.disposeAsync());

  const baseUrl = (): string => `http://127.0.0.1:${system.settings['REST_PORT']}`;

  const settledWithFailures = async (): Promise<number> => {
    const id = await system.api.accept({ resend_type: 'CASHIN', object_reference_id: 12345 });
    expect(await system.api.settled(id)).to.include({ status: 'FAILED', failed: 3, delivered: 3 });
    return id;
  };

  /** A resend that runs until the system stops, with a delivery in flight. */
  const startLasting = async (): Promise<number> => {
    const id = await system.api.accept(lasting.objectRequest(lastingUsed++));
    await waitFor(async () => (await system.api.log(id)).pending === 1, { what: 'its delivery' });
    return id;
  };

  const startCancelling = async (): Promise<number> => {
    const id = await startLasting();
    expect((await system.api.act(id, 'cancel')).status).to.equal(200);
    return id;
  };

  const withoutDeliveries = async (): Promise<number> => {
    const id = await settledWithFailures();
    using database = openDatabase(system.databaseFile);
    // As retention leaves it.
    const prune = "UPDATE resends SET kept = 'COUNTS' WHERE id = ?";
    expect(database.connection.prepare(prune).run(id).changes).to.equal(1);
    return id;
  };

  /** What the resend of an example has to be, where it is not one that is settled. */
  const states: Readonly<Record<string, () => Promise<number>>> = {
    'cancelResend 200 running': startLasting,
    'pauseResend 200 running': startLasting,
    'updateResend 200 slower': startLasting,
    'resumeResend 200 running': startLasting,
    'pauseResend 409 resend_cancelling': startCancelling,
    'resumeResend 409 resend_cancelling': startCancelling,
    'retryFailed 409 resend_not_settled': startLasting,
    'retryFailed 409 deliveries_pruned': withoutDeliveries,
  };

  const token = userToken(246);

  const send = async (example: ApiExample, as = token): Promise<Answer> => {
    const id = (await states[example.name]?.()) ?? settledId;
    const { url, init } = toRequest(example, as, id);
    if ('Last-Event-ID' in init.headers) init.headers['Last-Event-ID'] = await lastEventOf(id);
    if (example.key === 'body_too_large') {
      init.headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify('x'.repeat(65_536));
    }
    if (example.key === 'list_too_long') {
      init.headers['Content-Type'] = 'application/json';
      const object_reference_ids = Array.from({ length: 1_001 }, (_, index) => index + 1);
      init.body = JSON.stringify({ resend_type: 'CASHIN', object_reference_ids });
    }
    const response = await fetch(new URL(url, baseUrl()), init);
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  };

  const lastEventOf = async (id: number): Promise<string> => {
    const { text } = await system.api.request(`${RESEND_PATH}/${id}/events`);
    return [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '';
  };

  /** The answer has to be the documented one; refusals to the letter. */
  const compare = (example: ApiExample, answer: Answer): void => {
    const { method, path, name, status, value } = example;
    expect(answer.status, `${name}: ${answer.text}`).to.equal(status);
    check({ method, path, ...answer });
    if (status >= 400) expect(JSON.parse(answer.text), name).to.deep.equal(value);
    done.add(name);
  };

  const named = (key: string): ApiExample[] => examples.filter((example) => example.key === key);

  const raw = (example: ApiExample, headers: string): Promise<Answer> => {
    const { url, init } = toRequest(example, token, settledId);
    const line = `${init.method} ${url} HTTP/1.1\r\nHost: a\r\n`;
    return rawRequest(Number(system.settings['REST_PORT']), `${line}${headers}`);
  };

  it('answer as it says to requests that never end', async () => {
    const late = named('request_timeout');
    const answers = await Promise.all(late.map((example) => raw(example, '')));
    late.forEach((example, place) => compare(example, answers[place] as Answer));
  });

  it('answer as it says to what is no proper HTTP', async () => {
    for (const example of named('bad_request')) {
      compare(example, await raw(example, 'Host: b\r\nConnection: close\r\n\r\n'));
    }
    for (const example of named('headers_too_large')) {
      compare(example, await raw(example, `X-Filler: ${'a'.repeat(17_000)}\r\n\r\n`));
    }
  });

  it('answer as it says on paths and methods that there are not', async () => {
    for (const [method, path] of [
      ['GET', '/v3/webhooks'],
      ['DELETE', RESEND_PATH],
    ] as const) {
      const answer = await system.api.request(path, { method });
      check({ method, path, ...answer });
      const response = path === RESEND_PATH ? 'MethodNotAllowed' : 'NotFound';
      const [shown] = Object.values(
        document.components.responses[response]?.content?.['application/json']?.examples ?? {},
      );
      expect(JSON.parse(answer.text)).to.deep.equal(shown?.value);
    }
  });

  it('answer as it says when a user has too many bulk resends', async () => {
    const [example] = named('too_many_active') as [ApiExample];
    const busy = userToken(247);
    const { request } = bulkAccount(31, { events: 1, objects: 1 }, 'http://127.0.0.1:9');
    const account = { id: 31, branch_identifier: '0001', number: 'bulk-31', user_ids: [247] };
    await system.importRecords([{ account }]);
    await system.app('dispatcher').stop();
    for (let count = 0; count < 20; count += 1) {
      await system.api.withToken(busy).accept(request);
    }
    compare(example, await send(example, busy));
    await system.start('dispatcher');
  });

  it('answer as it says', async () => {
    const later = [
      'too_many_requests',
      'service_unavailable',
      'outcome_unknown',
      'outcome_unknown_with_key',
    ];
    const now = examples.filter(({ name, key }) => !done.has(name) && !later.includes(key));
    for (const example of now) compare(example, await send(example));
    expect(now.length).to.be.above(60);
  });

  it('are what an endpoint receives', () => {
    const { post } = (document as unknown as Webhooks).webhooks.delivery;
    const known = new Set(post.parameters.map(({ name }) => name));
    const transport = ['host', 'connection', 'content-type', 'content-length'];
    const full = receiver.requests.filter(
      ({ headers }) => 'webhook-signature' in headers && !('webhook-test' in headers),
    );
    expect(full).to.not.be.empty;
    for (const { headers } of full) {
      const names = Object.keys(headers).filter((name) => !transport.includes(name));
      expect([...known].sort()).to.deep.equal(names.sort());
      for (const { name, schema } of post.parameters) {
        expect(headers[name], name).to.match(new RegExp(schema.pattern ?? '.'));
      }
    }
  });

  it('answer as it says when a user calls too often', async () => {
    await system.app('resend-service').stop();
    const limits = { USER_REQUESTS_PER_SECOND: '1', USER_REQUEST_BURST: '1' };
    await system.start('resend-service', limits);
    let userId = 1000;
    for (const example of named('too_many_requests')) {
      const as = userToken(userId++);
      const answer = await waitFor(
        async () => {
          const [, second] = await Promise.all([send(example, as), send(example, as)]);
          return second.status === 429 ? second : null;
        },
        { what: `${example.name} to be refused` },
      );
      compare(example, answer);
    }
  });

  it('answer as it says while the core does not answer', async () => {
    const unknown = [...named('outcome_unknown'), ...named('outcome_unknown_with_key')];
    system.app('resend-service').signal('SIGSTOP');
    const answers = await Promise.all(unknown.map((example) => send(example)));
    system.app('resend-service').signal('SIGCONT');
    unknown.forEach((example, place) => compare(example, answers[place] as Answer));
    expect(unknown).to.have.length(13);
  });

  it('answer as it says while the core is away', async () => {
    await system.app('resend-service').stop();
    for (const example of named('service_unavailable')) compare(example, await send(example));
  });

  it('were all tried', () => {
    expect([...done].sort()).to.deep.equal(examples.map(({ name }) => name).sort());
  });
});

interface Webhooks {
  readonly webhooks: {
    readonly delivery: {
      readonly post: {
        readonly parameters: readonly {
          readonly name: string;
          readonly schema: { readonly pattern?: string };
        }[];
      };
    };
  };
}

function openDatabase(file: string): { connection: BetterSqlite3.Database } & Disposable {
  const connection = new BetterSqlite3(file, { timeout: 5_000 });
  return { connection, [Symbol.dispose]: () => connection.close() };
}
