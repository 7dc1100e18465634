import { BlockList } from 'node:net';

import { StartupError } from '@webhooks/runtime';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { startRestFacade } from '../src/app.ts';
import { acceptedResend } from './fake-service.ts';
import { exchange } from './raw-client.ts';
import { RESEND_PATH, startHarness } from './rest-harness.ts';

const OBJECT = { resend_type: 'CASHIN', object_reference_id: 1 };

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('the life of the facade', () => {
  it('is ready while the service says that it serves', async () => {
    await using rest = await startHarness();
    const ready = async (): Promise<[number, string]> => {
      const response = await fetch(`http://127.0.0.1:${rest.facade.adminPort}/readyz`);
      return [response.status, (await response.text()).trim()];
    };
    expect(await ready()).to.deep.equal([200, '{"core":true}']);
    rest.service.behaviour.serving = false;
    expect(await ready()).to.deep.equal([503, '{"core":false}']);
    await rest.service.stop();
    expect(await ready()).to.deep.equal([503, '{"core":false}']);
  });

  it('answers what is in flight when it stops, and takes nothing new', async () => {
    await using rest = await startHarness();
    const { promise: release, resolve } = Promise.withResolvers<void>();
    rest.service.behaviour.createResend = async () => {
      await release;
      return acceptedResend(1n, { selection: { resendType: 1 } });
    };
    await (await rest.call(RESEND_PATH)).text();
    const answer = rest.post(OBJECT);
    await waitFor(() => rest.service.calls.length === 2, { what: 'the call' });
    const stopped = rest.facade[Symbol.asyncDispose]();
    const late = await rejection(fetch(`${rest.baseUrl}${RESEND_PATH}`));
    expect(late, 'a new connection').to.be.instanceOf(TypeError);
    resolve();
    const response = await answer;
    expect(response.status).to.equal(200);
    expect(response.headers.get('connection')).to.equal('close');
    await stopped;
  });

  it('does not wait for requests in flight longer than its limit', async () => {
    await using rest = await startHarness({ limits: { drainMs: 100 } });
    rest.service.behaviour.createResend = () => new Promise(() => {});
    const answer = rejection(rest.post(OBJECT));
    await waitFor(() => rest.service.calls.length === 1, { what: 'the call' });
    await rest.facade[Symbol.asyncDispose]();
    expect(await answer).to.be.instanceOf(TypeError);
  });

  it('does not wait for connections on which nothing was asked', async () => {
    const aMinute = { drainMs: 60_000, headersTimeoutMs: 60_000, requestTimeoutMs: 60_000 };
    await using rest = await startHarness({ limits: aMinute });
    const silent = exchange(rest.facade.port, '');
    const halfway = exchange(rest.facade.port, 'GET / HT');
    await (await rest.call(RESEND_PATH)).text();
    await rest.facade[Symbol.asyncDispose]();
    expect((await silent).closed).to.equal(true);
    expect((await halfway).closed).to.equal(true);
  });

  it('closes connections that nobody uses', async () => {
    await using rest = await startHarness({ limits: { keepAliveTimeoutMs: 50 } });
    const request = `OPTIONS ${RESEND_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const { answers, closed } = await exchange(rest.facade.port, request, { answers: 2 });
    expect(answers[0]?.status).to.equal(204);
    expect(closed).to.equal(true);
  });

  it('says which setting moves a port that is taken', async () => {
    await using rest = await startHarness();
    const start = (ports: { restPort: number; adminPort: number }) =>
      startRestFacade({
        host: '127.0.0.1',
        publicBaseUrl: null,
        consoleDir: null,
        session: null,
        signIn: null,
        trustedProxies: new BlockList(),
        rpcUrl: rest.service.url,
        rpcTimeoutMs: 1_000,
        tokenKeys: { user: { hs256Secret: Buffer.alloc(32, 1) }, service: null },
        logLevel: 'silent',
        tracing: null,
        ...ports,
      });
    const { port } = rest.facade;
    for (const [ports, setting] of [
      [{ restPort: port, adminPort: 0 }, 'REST_PORT'],
      [{ restPort: 0, adminPort: port }, 'FACADE_ADMIN_PORT'],
    ] as const) {
      const error = await rejection(start(ports));
      expect(error).to.be.instanceOf(StartupError);
      expect(String(error)).to.include(`port ${port} is already in use (${setting})`);
    }
  });
});
