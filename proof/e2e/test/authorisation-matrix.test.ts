// Long because it is one table: who may do what to whose.

import { expect } from 'chai';

import {
  AuditService,
  CatalogService,
  EndpointService,
  IdentityService,
  EventService,
  PortalService,
  ResendService,
} from '@webhooks/contracts';
import { startHttpReceiver, type HttpReceiver } from '@webhooks/testing';
import {
  RESEND_PATH,
  serviceToken,
  startSystem,
  userToken,
  type Answer,
  type System,
} from '@webhooks/proof-kit';

import { connectCall } from './support/connect-call.ts';
import { endpointRecord } from './support/records.ts';

/** Nobody else has it, whatever it names. */
const UNKNOWN = {
  resend: '999999',
  delivery: '9999',
  endpoint: 'ep_unknown',
  event: 'evt_unknown',
  test: '999999',
};

/** Services of users. */
const FOR_USERS = [ResendService, EndpointService, EventService] as const;

/** Services of internal services; the second call of the last takes the token of a link alone. */
const FOR_SERVICES = [CatalogService, IdentityService, AuditService, PortalService] as const;

/** Of account 19 in the sample. */
const FOREIGN_EVENT = 'evt_c12345_1';

/** A change of a resend that its owner may make. */
const CHANGE = '{"max_rate_per_second":5}';

/** What a call may answer differently although it says the same. */
const OF_THE_CALL = new Set(['x-request-id', 'date', 'keep-alive', 'traceparent']);

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly accept: string;
  readonly isOpen: boolean;
}

describe('what is forbidden', () => {
  let receiver: HttpReceiver;
  let system: System;
  let operations: readonly Operation[];
  /** Things of user 300, in accounts that user 246 has no access to. */
  let foreign: typeof UNKNOWN;

  before(async function () {
    this.timeout(60_000);
    receiver = await startHttpReceiver();
    system = await startSystem();
    await system.importSample([
      endpointRecord({
        id: 'ep_19',
        account_id: 19,
        url: receiver.url,
        type_webhook: 'CASHOUT',
      }),
    ]);
    const theirs = system.api.withToken(userToken(300));
    const resend = await theirs.accept({ resend_type: 'CASHOUT', object_reference_id: 12345 });
    await theirs.settled(resend);
    foreign = {
      ...{ resend: String(resend), delivery: '1', endpoint: 'ep_19', event: FOREIGN_EVENT },
      test: await testedBy(system, 'ep_19', 300),
    };
    operations = await listOperations(system);
  });

  after(async () => {
    await system[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('is every operation there is, and this test knows them all', () => {
    expect(operations.filter(({ isOpen }) => !isOpen)).to.have.length.greaterThan(12);
  });

  it('without a token: every operation answers alike, whatever it names', async () => {
    for (const operation of operations.filter(({ isOpen }) => !isOpen)) {
      const answers = [];
      for (const ids of [UNKNOWN, foreign]) {
        for (const authorization of ['', 'Bearer x', `Bearer ${serviceToken('audit:read')}`]) {
          answers.push(comparable(await call(system, operation, ids, { authorization })));
        }
      }
      for (const answer of answers) expect(answer, titleOf(operation)).to.deep.equal(answers[0]);
      expect(answers[0], titleOf(operation)).to.include({ status: 401 });
    }
  });

  it('answers a user like what is unknown, at every operation that names something', async () => {
    for (const operation of operations.filter(({ path }) => path.includes('{'))) {
      const unknown = await call(system, operation, UNKNOWN);
      const forbidden = await call(system, operation, foreign);
      expect(comparable(forbidden), titleOf(operation)).to.deep.equal(comparable(unknown));
      expect(unknown.status, titleOf(operation)).to.be.within(400, 499);
    }
  });

  it('answers lists with foreign entries like lists with unknown ones', async () => {
    const lists = [
      [{ object_reference_ids: [12345] }, { object_reference_ids: [999_999] }],
      [{ event_ids: [FOREIGN_EVENT] }, { event_ids: [UNKNOWN.event] }],
    ];
    for (const [theirs, nobodys] of lists) {
      for (const path of [RESEND_PATH, `${RESEND_PATH}/preview`]) {
        const answers = await Promise.all(
          [theirs, nobodys].map(async (list) => {
            const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
            const body = JSON.stringify({ resend_type: 'CASHOUT', ...list });
            const { status, text } = await system.api.request(path, { ...init, body });
            const { not_found, ...rest } = JSON.parse(text) as { not_found: unknown[] };
            expect(not_found, path).to.deep.equal(Object.values(list ?? {})[0]);
            return { status, ...rest };
          }),
        );
        expect(answers[0], path).to.deep.equal(answers[1]).and.to.include({ status: 400 });
      }
    }
  });

  describe('to a user who lost the account', () => {
    const account = { id: 20, branch_identifier: '0020', number: '20' };
    const bulk = {
      resend_type: 'CASHOUT',
      source_account_branch_identifier: '0020',
      source_account_number: '20',
      start_datetime: '2026-01-01T00:00:00Z',
      end_datetime: '2026-12-31T00:00:00Z',
    };
    const keyed = { 'content-type': 'application/json', 'idempotency-key': 'of the leaver' };
    const leaver = { authorization: `Bearer ${userToken(401)}` };
    const colleague = { authorization: `Bearer ${userToken(402)}` };
    let left: typeof UNKNOWN;

    function post(headers: Record<string, string>, path = RESEND_PATH): Promise<Answer> {
      const init = { method: 'POST', headers: { ...keyed, ...headers } };
      return system.api.request(path, { ...init, body: JSON.stringify(bulk) });
    }

    before(async () => {
      await system.importSample([
        { account: { ...account, user_ids: [401, 402] } },
        {
          object: { account_id: 20, resend_type: 'RESEND_TYPE_CASHOUT', object_reference_id: 2020 },
        },
        endpointRecord({ id: 'ep_20', account_id: 20, url: receiver.url, type_webhook: 'CASHOUT' }),
        {
          event: {
            id: 'evt_of_account_20',
            account_id: 20,
            resend_type: 'RESEND_TYPE_CASHOUT',
            object_reference_id: 2020,
            type: 'PIX_CASHOUT_SUCCESS',
            occurred_at: '2026-05-02T10:00:00Z',
            payload: 'e30=',
          },
        },
      ]);
      const accepted = await post(leaver);
      const resend = /(?<!\d)\d+$/.exec(accepted.headers.get('location') ?? '')?.[0] ?? '';
      left = {
        ...{ resend, delivery: '1', endpoint: 'ep_20', event: 'evt_of_account_20' },
        test: await testedBy(system, 'ep_20', 401),
      };
      await system.api.withToken(userToken(401)).settled(Number(resend));
      await system.importSample([{ account: { ...account, user_ids: [402] } }]);
    });

    it('every operation that names something answers like what is unknown', async () => {
      for (const operation of operations.filter(({ path }) => path.includes('{'))) {
        const unknown = await call(system, operation, UNKNOWN, leaver);
        const lost = await call(system, operation, left, leaver);
        expect(comparable(lost), titleOf(operation)).to.deep.equal(comparable(unknown));
      }
    });

    it('lists show nothing of it, pages by cursor neither', async () => {
      const cursor = 'cursor_datetime=2100-01-01T00:00:00Z&cursor_id=1';
      for (const query of ['', '?created_by=anyone', '?account_mirror_id=20', `?${cursor}`]) {
        const { text } = await system.api.request(`${RESEND_PATH}${query}`, { headers: leaver });
        expect(JSON.parse(text), query).to.deep.include({ results: [] });
      }
      const object = '?resend_type=CASHOUT&object_reference_id=2020';
      for (const path of [
        'endpoints',
        'events',
        `events${object}`,
        'events?account_mirror_id=20',
      ]) {
        const { text } = await system.api.request(`/v3/webhooks/${path}`, { headers: leaver });
        expect(JSON.parse(text), path).to.deep.include({ results: [] });
      }
      const whole = { headers: { ...leaver, accept: 'application/x-ndjson' } };
      for (const query of ['', object, '?account_mirror_id=20']) {
        const { status, text } = await system.api.request(`/v3/webhooks/events${query}`, whole);
        expect({ status, text }, query).to.deep.equal({ status: 200, text: '' });
      }
    });

    it('a request of before is not answered again, nor previewed', async () => {
      for (const answer of [await post(leaver), await post(leaver, `${RESEND_PATH}/preview`)]) {
        expect(answer).to.include({ status: 400 });
        expect(JSON.parse(answer.text)).to.include({ code: 'account_not_found' });
      }
    });

    it('and every method of the core refuses what it names', async () => {
      for (const service of FOR_USERS) {
        for (const method of service.methods) {
          const url = new URL(`http://${system.rpcAddress}/${service.typeName}/${method.name}`);
          const names = method.input.fields.map(({ jsonName }) => jsonName);
          const message = messageOf(names, method.name, left);
          if (Object.keys(message).length === 0) continue;
          const isStream = method.methodKind !== 'unary';
          const answer = await connectCall(url, message, { ...leaver, isStream });
          expect(answer, method.name).to.match(/"code":"not_found"/);
        }
      }
    });

    it('while who remains sees it, and may act on it', async () => {
      for (const operation of operations) {
        if (operation.method !== 'GET' || !operation.path.includes('{')) continue;
        const { status } = await call(system, operation, left, colleague);
        expect(status, titleOf(operation)).to.equal(200);
      }
      const list = async (query: string) => {
        const { text } = await system.api.request(`${RESEND_PATH}${query}`, { headers: colleague });
        return (JSON.parse(text) as { results: { id: number }[] }).results.map(({ id }) => id);
      };
      expect(await list('?created_by=anyone')).to.deep.equal([Number(left.resend)]);
      expect(await list('')).to.deep.equal([]);
    });
  });

  it('answers its owner otherwise, so that the comparison can fail', async () => {
    const theirs = { authorization: `Bearer ${userToken(300)}` };
    for (const operation of operations) {
      if (operation.method !== 'GET' || !operation.path.includes('{')) continue;
      // A stream of progress ends by itself, since its resend is settled.
      const { status } = await call(system, operation, foreign, theirs);
      expect(status, titleOf(operation)).to.equal(200);
    }
  });

  for (const path of [RESEND_PATH, `${RESEND_PATH}/preview`]) {
    it(`answers POST ${path} of a foreign object or account like one of an unknown`, async () => {
      const range = {
        start_datetime: '2026-01-01T00:00:00Z',
        end_datetime: '2026-12-31T00:00:00Z',
      };
      const account = (branch: string, number: string) => ({
        source_account_branch_identifier: branch,
        source_account_number: number,
      });
      const pairs = [
        [{ object_reference_id: 12345 }, { object_reference_id: 999 }],
        [
          { ...account('0435', '000123'), ...range },
          { ...account('0435', '000124'), ...range },
        ],
        [
          { object_reference_id: 12345, ...account('0435', '000123') },
          { object_reference_id: 999, ...account('0435', '000124') },
        ],
      ];
      for (const [forbidden, unknown] of pairs) {
        const answers = [];
        for (const body of [forbidden, unknown]) {
          const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
          const text = JSON.stringify({ resend_type: 'CASHOUT', ...body });
          answers.push(comparable(await system.api.request(path, { ...init, body: text })));
        }
        expect(answers[0]).to.deep.equal(answers[1]);
        expect(answers[0]).to.include({ status: 400 });
      }
    });
  }

  it('answers alike at every method of the core that names something', async () => {
    let compared = 0;
    for (const service of FOR_USERS) {
      for (const method of service.methods) {
        const url = new URL(`http://${system.rpcAddress}/${service.typeName}/${method.name}`);
        const names = method.input.fields.map(({ jsonName }) => jsonName);
        const messages = [UNKNOWN, foreign].map((ids) => messageOf(names, method.name, ids));
        if (Object.keys(messages[0] ?? {}).length === 0) continue;
        const isStream = method.methodKind !== 'unary';
        const answers = [];
        for (const message of messages) {
          const authorization = `Bearer ${userToken(246)}`;
          answers.push(await connectCall(url, message, { authorization, isStream }));
        }
        expect(answers[1], method.name).to.deep.equal(answers[0]);
        expect(answers[0], method.name).to.match(/"code":"not_found"/);
        compared += 1;
      }
    }
    expect(compared).to.be.greaterThan(10);
  });

  it('refuses every method of the core to a token of another kind', async () => {
    for (const service of [...FOR_USERS, ...FOR_SERVICES]) {
      for (const method of service.methods) {
        const url = new URL(`http://${system.rpcAddress}/${service.typeName}/${method.name}`);
        const isStream = method.methodKind !== 'unary';
        const isForUsers = FOR_USERS.some((one) => one === service);
        const wrong = isForUsers ? serviceToken('catalog:write audit:read') : userToken(246);
        const authorization = `Bearer ${wrong}`;
        const refused = await connectCall(url, {}, { authorization, isStream });
        expect(refused, method.name).to.match(/permission_denied|unauthenticated/);
        const nobody = await connectCall(url, {}, { authorization: '', isStream });
        expect(nobody, method.name).to.include('unauthenticated');
      }
    }
  });
});

/** As the facade itself says; its own tests compare that with its router. */
async function listOperations(system: System): Promise<readonly Operation[]> {
  const { text } = await system.api.request('/openapi.json');
  const document = JSON.parse(text) as {
    paths: Record<string, Record<string, DescribedOperation>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { security, responses }]) => {
      const isOpen = security?.length === 0 || !path.startsWith('/v3/');
      const [, ...wholeForms] = Object.keys(responses['200']?.content ?? {});
      return ['*/*', ...wholeForms].map((accept) => ({
        ...{ method: method.toUpperCase(), path, accept, isOpen },
      }));
    }),
  );
}

/** As the document has it; a form of the answer besides the first one is asked for by Accept. */
interface DescribedOperation {
  readonly security?: unknown[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

function titleOf({ method, path, accept }: Operation): string {
  return `${method} ${path} ${accept}`;
}

function call(
  system: System,
  { method, path, accept }: Operation,
  ids: typeof UNKNOWN,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = path
    .replace(/\{delivery_?id\}/i, ids.delivery)
    .replace('{test_id}', ids.test)
    .replace(/\{\w+\}/, idIn(path, ids));
  const takesBody = method === 'PATCH' || url === RESEND_PATH || url.endsWith('/preview');
  const hasBody = takesBody && method !== 'GET';
  return system.api.request(url, {
    method,
    headers: { accept, ...(hasBody && { 'content-type': 'application/json' }), ...headers },
    ...(hasBody && { body: path.startsWith(`${RESEND_PATH}/{`) ? CHANGE : '{"disabled":true}' }),
  });
}

/** What the path of an operation names. */
function idIn(path: string, ids: typeof UNKNOWN): string {
  if (path.startsWith('/v3/webhooks/endpoints')) return ids.endpoint;
  return path.startsWith('/v3/webhooks/events') ? ids.event : ids.resend;
}

/** The id of a test event that a user sends. */
async function testedBy(system: System, endpoint: string, userId: number): Promise<string> {
  const headers = { authorization: `Bearer ${userToken(userId)}` };
  const path = `/v3/webhooks/endpoints/${endpoint}/test`;
  const { text } = await system.api.request(path, { method: 'POST', headers });
  return String((JSON.parse(text) as { test_event: { id: number } }).test_event.id);
}

function comparable({ status, headers, text }: Answer): object {
  const reported = [...headers].filter(([name]) => !OF_THE_CALL.has(name));
  return { status, headers: Object.fromEntries(reported), text };
}

function idOf(method: string, ids: typeof UNKNOWN): string {
  if (method.endsWith('TestEvent')) return ids.test;
  if (/Endpoint/.test(method)) return ids.endpoint;
  return /Event/.test(method) ? ids.event : ids.resend;
}

/** A message that names something, in the protobuf JSON form; empty when there is nothing to name. */
function messageOf(names: readonly string[], method: string, ids: typeof UNKNOWN): object {
  const message: Record<string, unknown> = {};
  for (const name of names) {
    if (name === 'resendId') message[name] = ids.resend;
    if (name === 'id') message[name] = idOf(method, ids);
    if (name === 'endpointId') message[name] = ids.endpoint;
  }
  if (names.includes('disabled')) message['disabled'] = true;
  if (names.includes('deliveryId')) message['deliveryId'] = ids.delivery;
  return message;
}
