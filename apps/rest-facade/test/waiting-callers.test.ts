import { once } from 'node:events';
import { request } from 'node:http';
import { BlockList, connect, type Socket } from 'node:net';

import { mintUserToken, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { acceptedResend } from './fake-service.ts';
import { parseAnswers } from './raw-client.ts';
import { RESEND_PATH, type RestHarness, SECRET, startHarness } from './rest-harness.ts';

const BODY = '{"resend_type":"CASHIN","object_reference_id":1}';
const MANY = 40;

describe('callers who let others wait', () => {
  /** Connections that a test leaves open, and what came over them. */
  class Connections implements Disposable {
    readonly sockets: Socket[] = [];
    readonly #received = new Map<Socket, string>();

    async open(rest: RestHarness, bytes: string, localAddress = '127.0.0.1'): Promise<Socket> {
      const socket = connect({ port: rest.facade.port, host: '127.0.0.1', localAddress });
      socket.setEncoding('latin1').on('error', () => {});
      socket.on('data', (text: string) => {
        this.#received.set(socket, (this.#received.get(socket) ?? '') + text);
      });
      this.sockets.push(socket);
      await once(socket, 'connect');
      socket.write(bytes);
      return socket;
    }

    statuses(socket: Socket): number[] {
      return parseAnswers(this.#received.get(socket) ?? '').map(({ status }) => status);
    }

    [Symbol.dispose](): void {
      for (const socket of this.sockets) socket.destroy();
    }
  }

  const tokenOf = (userId: number): string => mintUserToken(SECRET, { user_id: userId });
  const head = (userId: number, length: number, more = ''): string =>
    `POST ${RESEND_PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokenOf(userId)}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;
  const HALF_HEAD = `POST ${RESEND_PATH} HTTP/1.1\r\nHost: x\r\nX-`;
  const FULL = (userId: number, more = ''): string => head(userId, BODY.length, more) + BODY;

  /** One request on a connection of its own. */
  async function statusOf(rest: RestHarness, userId: number, localAddress = '127.0.0.1') {
    const { port } = rest.facade;
    const headers = { authorization: `Bearer ${tokenOf(userId)}` };
    const options = { port, path: RESEND_PATH, headers, localAddress, agent: false };
    const [response] = await once(request(options).end(), 'response');
    const { statusCode } = (response as { resume: () => { statusCode: number } }).resume();
    return statusCode;
  }

  it('hold no place of a request before their body is there', async () => {
    await using rest = await startHarness({ limits: { maxInFlight: 4 } });
    using waiting = new Connections();
    for (let count = 0; count < MANY; count += 1) await waiting.open(rest, head(246, 100));
    for (let count = 0; count < 5; count += 1) expect(await statusOf(rest, 300)).to.equal(200);
    expect(await statusOf(rest, 246), 'their own user').to.equal(200);
  });

  const waits: Record<string, string> = {
    'of a head': HALF_HEAD,
    'of a body': head(246, 100),
    'of their next request': FULL(246),
    'of anything at all': '',
  };
  for (const [name, bytes] of Object.entries(waits)) {
    it(`make room while they wait for the rest ${name}`, async () => {
      await using rest = await startHarness({ limits: { maxConnections: 20 } });
      using waiting = new Connections();
      for (let count = 0; count < MANY; count += 1) await waiting.open(rest, bytes);
      for (let count = 0; count < 5; count += 1) {
        expect(await statusOf(rest, 300), 'the same address').to.equal(200);
        expect(await statusOf(rest, 300, '127.0.0.2'), 'another address').to.equal(200);
      }
    });
  }

  it('do not end the connections of others, nor their own that are answered', async () => {
    await using rest = await startHarness({ limits: { maxConnections: 20 } });
    const { promise: release, resolve } = Promise.withResolvers<void>();
    rest.service.behaviour.createResend = async () => {
      await release;
      return acceptedResend(1n, { selection: { resendType: 1 } });
    };
    using waiting = new Connections();
    const idle = await waiting.open(rest, HALF_HEAD, '127.0.0.2');
    const answered = await waiting.open(rest, FULL(246));
    await waitFor(() => rest.service.calls.length === 1, { what: 'the call' });
    for (let count = 0; count < MANY; count += 1) await waiting.open(rest, HALF_HEAD);
    await waitFor(() => waiting.sockets.filter(({ destroyed }) => destroyed).length > 20, {
      what: 'the oldest to make room',
    });
    expect(idle.destroyed).to.equal(false);
    resolve();
    await waitFor(() => waiting.statuses(answered).length > 0, { what: 'the answer' });
    expect(waiting.statuses(answered)).to.deep.equal([200]);
  });

  it('count by the address that a trusted proxy names', async () => {
    const trustedProxies = new BlockList();
    trustedProxies.addAddress('127.0.0.1');
    await using rest = await startHarness({
      settings: { trustedProxies },
      limits: { maxConnections: 20 },
    });
    using waiting = new Connections();
    const slow = head(300, BODY.length, 'X-Forwarded-For: 203.0.113.8\r\n');
    const other = await waiting.open(rest, slow);
    for (let count = 0; count < MANY; count += 1) {
      await waiting.open(rest, head(246, 100, 'X-Forwarded-For: 203.0.113.7\r\n'));
    }
    await waitFor(() => waiting.sockets.filter(({ destroyed }) => destroyed).length > 20, {
      what: 'the oldest to make room',
    });
    other.write(BODY);
    await waitFor(() => waiting.statuses(other).length > 0, { what: 'the answer' });
    expect(waiting.statuses(other)).to.deep.equal([200]);
  });

  it('leave memory for the bodies of others', async () => {
    await using rest = await startHarness({ limits: { maxBodyBytes: 4 * 65_536 } });
    using waiting = new Connections();
    for (let count = 0; count < 3; count += 1) await waiting.open(rest, head(246, 65_536));
    const tooMany = await waiting.open(rest, head(246, 65_536));
    await waitFor(() => waiting.statuses(tooMany).length > 0, { what: 'the refusal' });
    expect(waiting.statuses(tooMany)).to.deep.equal([429]);
    const other = await waiting.open(rest, FULL(300));
    await waitFor(() => waiting.statuses(other).length > 0, { what: 'the answer' });
    expect(waiting.statuses(other)).to.deep.equal([200]);
    for (const socket of waiting.sockets) socket.destroy();
    await waitFor(async () => (await rest.post(BODY)).status === 200, { what: 'memory again' });
  });
});
