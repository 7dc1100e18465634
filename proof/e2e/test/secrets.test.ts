import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { freePort, startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import {
  RESEND_PATH,
  serviceToken,
  startSystem,
  userToken,
  type System,
} from '@webhooks/proof-kit';

import { GrpcClient } from './support/grpc.ts';
import { endpointRecord } from './support/records.ts';

/** What nobody may ever read but the receiver; each is found by its own words. */
const planted = {
  authorization: 'planted-authorization-token-5f1d',
  functionsKey: 'planted-functions-key-77ab',
  signingSecret: `whsec_${Buffer.from('planted-signing-secret-0c9e-0c9e').toString('base64')}`,
  rotatedSecret: `whsec_${Buffer.from('planted-rotated-secret-41d2-41d2').toString('base64')}`,
  payload: 'planted-payload-marker-e3b8',
  query: 'planted-query-secret-9a04',
};
const objects = { sound: 880_001, failing: 880_002 };
/** Every class of failure but connect_timeout, which nothing on this machine can make. */
const FAILURES = [
  ...(['dns', 'connect_refused', 'tls', 'timeout', 'reset', 'protocol'] as const),
  ...(['blocked_address', 'http_status'] as const),
];

describe('planted secrets', () => {
  let receiver: HttpReceiver;
  let system: System;
  /** Every answer that anybody got. */
  const reported: string[] = [];
  const tokens = [userToken(246), serviceToken('catalog:read catalog:write')];

  before(async function () {
    this.timeout(60_000);
    receiver = await startHttpReceiver((request, response) => {
      if (request.url.startsWith('/hanging')) return;
      if (request.url.startsWith('/reset')) return void response.socket?.resetAndDestroy();
      if (request.url.startsWith('/garbled'))
        return void response.socket?.end('no HTTP at all\r\n\r\n');
      const status = request.url.startsWith('/sound') ? 200 : 500;
      response.writeHead(status, { 'x-echo': 'none' }).end('no');
    });
    system = await startSystem({
      LOG_LEVEL: 'trace',
      RETRY_SCHEDULE: '0,1',
      ATTEMPT_TIMEOUT_MS: '500',
    });
    await system.importSample(await records(receiver));
    await useEverything(system, reported, tokens);
  });

  after(async () => {
    await system[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
  });

  it('reach the receiver, so that they were there to be leaked', () => {
    const sound = receiver.requests.find(({ url }) => url.startsWith('/sound'));
    expect(sound?.headers).to.include({
      authorization: planted.authorization,
      'x-functions-key': planted.functionsKey,
    });
    expect(sound?.body.toString()).to.include(planted.payload);
    expect(sound?.headers['webhook-signature']).to.match(/^v1,/);
  });

  it('are in no log of any app, at the most talkative level', () => {
    for (const name of ['resend-service', 'rest-facade', 'dispatcher'] as const) {
      const { lines } = system.app(name);
      expect(lines.length, name).to.be.greaterThan(0);
      expectNone(lines.join('\n'), name, allSecrets(system, tokens));
    }
  });

  it('are in no answer and on no page of metrics', async () => {
    for (const port of ['SERVICE_ADMIN_PORT', 'DISPATCHER_PORT', 'FACADE_ADMIN_PORT']) {
      const url = `http://127.0.0.1:${String(system.settings[port])}/metrics`;
      const text = await (await fetch(url)).text();
      expect(text, port).to.include('# TYPE');
      reported.push(text);
    }
    expect(reported.length).to.be.greaterThan(20);
    // Whoever may see an endpoint sees its URL; it is no credential.
    const secrets = allSecrets(system, tokens).filter((secret) => secret !== planted.query);
    expectNone(reported.join('\n'), 'answers', secrets);
  });

  it('are nowhere in the files of the database and its log', () => {
    const directory = dirname(system.databaseFile);
    const names = readdirSync(directory).filter((name) => name.startsWith('webhooks.db'));
    expect(names).to.include('webhooks.db-wal');
    for (const name of names) {
      const bytes = readFileSync(join(directory, name)).toString('latin1');
      const { payload, query, ...sealed } = planted;
      expectNone(bytes, name, [...Object.values(sealed), ...tokens]);
      // The payload is what is to be sent again, and the URL is no credential.
      if (name === 'webhooks.db-wal') expect(bytes).to.include(payload).and.to.include(query);
    }
  });

  it('are in no file of the broker, nor is the payload', () => {
    const files = readdirSync(system.nats.storeDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    const store = files.map((file) => readFileSync(file).toString('latin1')).join('\n');
    expect(store).to.include('resend');
    expectNone(store, 'the broker', allSecrets(system, tokens));
  });

  it('were in attempts of every class of failure', () => {
    for (const failure of FAILURES) {
      expect(reported.join('\n'), failure).to.match(new RegExp(`"error_class":\\s*"${failure}"`));
    }
  });
});

function allSecrets(system: System, tokens: readonly string[]): readonly string[] {
  const { AUTH_HS256_SECRET, AUTH_SERVICE_HS256_SECRET, SECRETS_KEY } = system.settings;
  const keys = [AUTH_HS256_SECRET, AUTH_SERVICE_HS256_SECRET, SECRETS_KEY].map(String);
  return [...Object.values(planted), ...tokens, ...keys];
}

/** In clear, in base64 and in hex; a token also by its signature alone. */
function expectNone(text: string, where: string, secrets: readonly string[]): void {
  for (const secret of secrets) {
    const bytes = Buffer.from(secret.replace(/^whsec_/, ''));
    const forms = [
      secret.replace(/^whsec_/, ''),
      secret.split('.').at(-1) ?? secret,
      bytes.toString('base64').replace(/={1,2}$/, ''),
      bytes.toString('hex'),
    ];
    for (const form of forms) {
      const at = text.indexOf(form);
      const around = text.slice(Math.max(0, at - 200), at + 60);
      expect(at, `${where}: ${around}`).to.equal(-1);
    }
  }
}

/** One endpoint that works, and one for each class of failure that this machine can make. */
async function records(receiver: HttpReceiver): Promise<readonly object[]> {
  const urls: Record<string, string> = {
    sound: `${receiver.url}/sound?key=${planted.query}`,
    status: `${receiver.url}/failing?key=${planted.query}`,
    hanging: `${receiver.url}/hanging?key=${planted.query}`,
    reset: `${receiver.url}/reset?key=${planted.query}`,
    garbled: `${receiver.url}/garbled?key=${planted.query}`,
    refused: `http://127.0.0.1:${String(await freePort())}/?key=${planted.query}`,
    tls: `${receiver.url.replace('http:', 'https:')}/?key=${planted.query}`,
    blocked: `http://10.0.0.1/?key=${planted.query}`,
    dns: `http://planted.invalid/?key=${planted.query}`,
  };
  const account = { id: 88, branch_identifier: '0088', number: '880088', user_ids: [246] };
  const event = (reference: number) => ({
    event: {
      id: `evt_planted_${String(reference)}`,
      account_id: 88,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: reference,
      type: 'QR_CODE_COPY_AND_PASTE_PAID',
      occurred_at: '2026-05-02T10:00:00Z',
      payload: Buffer.from(`{"type":"X","data":{"marker":"${planted.payload}"}}`).toString(
        'base64',
      ),
    },
  });
  return [
    { account },
    ...Object.entries(urls).map(([name, url]) =>
      endpointRecord({
        id: `ep_planted_${name}`,
        account_id: 88,
        url,
        type_webhook: 'CASHIN',
        authorization_token: planted.authorization,
        x_functions_key: planted.functionsKey,
        signing_secrets: [planted.signingSecret],
      }),
    ),
    event(objects.sound),
    event(objects.failing),
  ];
}

async function useEverything(
  system: System,
  reported: string[],
  [token = '', service = '']: readonly string[],
): Promise<void> {
  const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
    const headers = { authorization: `Bearer ${token}`, ...(init.headers as object) };
    const { text } = await system.api.request(path, { ...init, headers });
    reported.push(text);
    return text;
  };
  const post = (body: string) =>
    ask(RESEND_PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const ids = [];
  for (const reference of Object.values(objects)) {
    const text = await post(`{"resend_type":"CASHIN","object_reference_id":${String(reference)}}`);
    ids.push(Number(/ID: (\d+)/.exec(text)?.[1]));
  }
  using catalog = new GrpcClient(system.rpcAddress, 'webhooks.catalog.v1.CatalogService', {
    authorization: `Bearer ${service}`,
  });
  const rpc = async (method: string, request: object): Promise<void> => {
    const answer = await catalog.call(method, request).catch((error: Error) => String(error));
    reported.push(JSON.stringify(answer));
  };
  await rpc('rotateEndpointSecret', {
    id: 'ep_planted_sound',
    signing_secret: planted.rotatedSecret,
  });
  await rpc('getEndpoint', { id: 'ep_planted_sound' });
  await rpc('listEndpoints', { account_id: 88 });
  await rpc('updateEndpoint', { id: 'ep_planted_sound', url: `x ${planted.query}` });
  for (const id of ids) {
    await system.api.settled(id, 30_000);
    const list = await ask(`${RESEND_PATH}/${String(id)}/deliveries`);
    for (const part of ['', '/events', '/statistics', '/notices']) {
      await ask(`${RESEND_PATH}/${String(id)}${part}`);
    }
    const { results } = JSON.parse(list) as { results: readonly { id: number }[] };
    for (const delivery of results) {
      await ask(`${RESEND_PATH}/${String(id)}/deliveries/${String(delivery.id)}/attempts`);
    }
    await ask(`${RESEND_PATH}/${String(id)}/retry-failed`, { method: 'POST' });
    await ask(`${RESEND_PATH}/${String(id)}/cancel`, { method: 'POST' });
  }
  await refusals(ask, post, token);
  await waitFor(() => reported.length > 20, { what: 'all the answers' });
}

/** Tokens and payloads in requests that are refused. */
async function refusals(
  ask: (path: string, init?: RequestInit) => Promise<string>,
  post: (body: string) => Promise<string>,
  token: string,
): Promise<void> {
  await ask(RESEND_PATH, { headers: { authorization: `Bearer ${token}x` } });
  await ask(RESEND_PATH, { headers: { authorization: `Basic ${token}` } });
  await ask(`${RESEND_PATH}/nothing-there`);
  await post(`{"resend_type":"CASHIN","object_reference_id":"${planted.payload}"}`);
  await post(`{"resend_type":`);
}
