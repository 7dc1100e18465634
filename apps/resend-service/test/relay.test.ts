import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Code, ConnectError, type Client } from '@connectrpc/connect';
import { expect } from 'chai';

import type { RelayService } from '@webhooks/contracts';
import { loadSampleRecords } from '@webhooks/testing';

import {
  acceptable,
  outcomesOf,
  relayAll,
  relayTo,
  requestOf,
  type RelayedCall,
} from './support/relay.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const METHOD = 'webhooks.resend.v1.ResendService/CreateResend';

describe('a call that carries others', () => {
  let service: TestService;
  let relay: Client<typeof RelayService>;

  before(async () => {
    const limit = { USER_REQUESTS_PER_SECOND: '1', USER_REQUEST_BURST: '100' };
    service = await startService(limit);
    await importRecords(service.app.rpcPort, loadSampleRecords());
    relay = relayTo(service);
  });
  after(() => service[Symbol.asyncDispose]());

  async function counts(): Promise<Record<string, number>> {
    const text = await (await fetch(`http://127.0.0.1:${service.app.adminPort}/metrics`)).text();
    const lines = text.matchAll(/^webhooks_rpc_calls_total\{(.*)\} (\d+)$/gm);
    const own = [...lines].filter(([, labels = '']) => labels.includes(`method="${METHOD}"`));
    return Object.fromEntries(
      own.map(([, labels = '', count]) => [/code="(\w+)"/.exec(labels)?.[1], Number(count)]),
    );
  }

  it('answers and counts each as if it had come alone', async () => {
    const calls: RelayedCall[] = [
      acceptable,
      { ...acceptable, request: Uint8Array.of(255, 255) },
      { ...acceptable, authorization: 'Bearer nonsense' },
      { ...acceptable, authorization: 'two\nlines' },
      { ...acceptable, request: requestOf(54321) },
      { ...acceptable, timeoutMs: 0 },
      { ...acceptable, timeoutMs: 30_001 },
      { ...acceptable, request: requestOf(12345, 'key-1') },
      { ...acceptable, request: requestOf(12345, 'key-1') },
      acceptable,
    ];
    const results = await relayAll(relay, calls);
    expect(outcomesOf(results)).to.deep.equal([
      'resendId',
      'InvalidArgument',
      'Unauthenticated',
      'Unauthenticated',
      'NotFound',
      'InvalidArgument',
      'InvalidArgument',
      'resendId',
      'resendId',
      'resendId',
    ]);
    const ids = results.map(({ index, outcome }) => [index, outcome.value] as const);
    const byIndex = new Map(ids);
    expect(byIndex.get(7)).to.equal(byIndex.get(8));
    expect(new Set([byIndex.get(0), byIndex.get(7), byIndex.get(9)]).size).to.equal(3);
    expect(await counts()).to.deep.equal({
      ok: 4,
      invalid_argument: 3,
      unauthenticated: 2,
      not_found: 1,
    });
  });

  it('limits each user by the calls, not by what carries them', async () => {
    const other = {
      ...acceptable,
      authorization: `Bearer ${userToken(300)}`,
      request: requestOf(1),
    };
    const flood = (count: number) =>
      relayAll(
        relay,
        Array.from({ length: count }, () => other),
      );
    const first = outcomesOf(await flood(64));
    const second = outcomesOf(await flood(64));
    expect(new Set(first)).to.deep.equal(new Set(['NotFound']));
    expect(second.filter((word) => word === 'NotFound').length).to.be.within(36, 40);
    expect(second.at(-1)).to.equal('ResourceExhausted');
    expect(outcomesOf(await relayAll(relay, [acceptable]))).to.deep.equal(['resendId']);
  });

  it('takes 1 to 64 of them', async () => {
    for (const calls of [[], Array.from({ length: 65 }, () => acceptable)]) {
      const error = await relayAll(relay, calls).catch((reason: unknown) => reason);
      expect(ConnectError.from(error).code).to.equal(Code.InvalidArgument);
    }
  });
});

describe('a slow call among others', () => {
  it('keeps none of them waiting', async function () {
    this.timeout(20_000);
    // Keys that never come: whoever shows a token of a user waits for them.
    const keys = createServer(() => {}).listen(0, '127.0.0.1');
    await once(keys, 'listening');
    const { port } = keys.address() as AddressInfo;
    await using service = await startService({
      AUTH_HS256_SECRET: '',
      AUTH_JWKS_URL: `http://127.0.0.1:${port}/`,
      AUTH_ALGORITHM: 'ES256',
    });
    const head = Buffer.from('{"alg":"ES256","kid":"k1"}').toString('base64url');
    const [, claims = '', signature = ''] = userToken(246).split('.');
    const waiting = {
      ...acceptable,
      authorization: `Bearer ${head}.${claims}.${signature}`,
      timeoutMs: 1_500,
    };
    const quick = { ...acceptable, authorization: `Bearer ${serviceToken('catalog:read')}` };
    const messages: string[][] = [];
    const calls = { calls: [waiting, quick, quick] };
    for await (const { results } of relayTo(service).createResends(calls)) {
      messages.push(outcomesOf(results));
    }
    keys.closeAllConnections();
    keys.close();
    expect(messages).to.deep.equal([
      ['PermissionDenied', 'PermissionDenied'],
      ['DeadlineExceeded'],
    ]);
  });
});
