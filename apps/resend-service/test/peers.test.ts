import { once } from 'node:events';
import {
  connect as connectHttp2,
  type ClientHttp2Session,
  type ClientHttp2Stream,
} from 'node:http2';
import { connect, type Socket } from 'node:net';

import { expect } from 'chai';

import { waitFor } from '@webhooks/testing';

import { frame, grpcHeaders, openSession, send } from './support/http2-call.ts';
import { startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const LIST = '/webhooks.resend.v1.ResendService/ListResends';
const REFLECT = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const FACADE_SECRET = 'f'.repeat(32);
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const user = { authorization: `Bearer ${userToken(246)}` };

/** Three quarters of 32 reflection streams: what one peer alone gets. */
const REFLECTIONS_OF_ONE = 24;

/** ServerReflectionRequest { file_containing_symbol: "webhooks.resend.v1.ResendService" } */
const symbol = Buffer.from('webhooks.resend.v1.ResendService');
const question = frame(Buffer.concat([Buffer.from([0x22, symbol.length]), symbol]));

describe('one peer of the core', () => {
  let service: TestService;
  let cleanup: AsyncDisposableStack;

  beforeEach(async () => {
    cleanup = new AsyncDisposableStack();
    service = cleanup.use(await startService({ FACADE_SECRET }));
  });

  afterEach(() => cleanup.disposeAsync());

  /** A call of a user on a connection of its own. */
  async function callAnew(): Promise<unknown> {
    const session = await openSession(service.app.rpcPort);
    const answer = await send(session, grpcHeaders(LIST, user), frame(new Uint8Array()));
    session.destroy();
    return answer.trailers['grpc-status'] ?? answer.headers['grpc-status'];
  }

  /** Streams that ask and read no answer, by their outcome. */
  class Reflections {
    readonly streams: ClientHttp2Stream[] = [];
    refused = 0;

    open(session: ClientHttp2Session, count: number, headers = {}): void {
      for (let opened = 0; opened < count; opened += 1) {
        const stream = session.request(grpcHeaders(REFLECT, headers));
        stream.on('error', () => {});
        stream.on('response', ({ 'grpc-status': status }) => {
          if (status === '8') this.refused += 1;
        });
        stream.write(Buffer.concat([question, question]));
        this.streams.push(stream);
      }
    }

    get remaining(): number {
      return this.streams.length - this.refused;
    }
  }

  /** A connection that takes no byte of a body. */
  async function openDeaf(): Promise<ClientHttp2Session> {
    const url = `http://127.0.0.1:${service.app.rpcPort}`;
    const session = connectHttp2(url, { settings: { initialWindowSize: 0 } });
    session.on('error', () => {});
    cleanup.defer(() => session.destroy());
    await once(session, 'remoteSettings');
    return session;
  }

  it('has few streams without a token, whatever it opens, and others are served', async function () {
    this.timeout(30_000);
    const reflections = new Reflections();
    for (let opened = 0; opened < 20; opened += 1) reflections.open(await openDeaf(), 250);
    await waitFor(() => reflections.remaining === REFLECTIONS_OF_ONE, {
      what: () => `${REFLECTIONS_OF_ONE} open streams, not ${reflections.remaining}`,
      deadlineMs: 20_000,
    });
    expect(await callAnew()).to.equal('0');
  });

  for (const contentType of ['application/grpc', 'application/proto']) {
    it(`holds nothing by calls that it may not make, by ${contentType}`, async function () {
      this.timeout(30_000);
      const streams: ClientHttp2Stream[] = [];
      for (let opened = 0; opened < 10; opened += 1) {
        const session = await openDeaf();
        for (let count = 0; count < 200; count += 1) {
          const headers = { ...grpcHeaders(LIST), 'content-type': contentType };
          const stream = session.request(headers);
          stream.on('error', () => {});
          stream.write(question);
          streams.push(stream);
        }
      }
      expect(await callAnew()).to.equal('0');
      const open = () => streams.filter((stream) => !stream.closed).length;
      await waitFor(() => open() === 0, {
        what: () => `${open()} refused streams to end`,
        deadlineMs: 20_000,
      });
    });
  }

  it('gets its streams back when they have ended', async () => {
    const first = new Reflections();
    const session = await openDeaf();
    first.open(session, 40);
    await waitFor(() => first.refused === 40 - REFLECTIONS_OF_ONE, { what: 'refusals' });
    session.destroy();
    const second = new Reflections();
    second.open(await openDeaf(), REFLECTIONS_OF_ONE + 1);
    await waitFor(() => second.refused === 1, { what: 'one refusal' });
  });

  it('is whom its facade calls for, if that shows the secret', async () => {
    const session = await openDeaf();
    const one = { 'caller-address': '203.0.113.1', 'facade-secret': FACADE_SECRET };
    const first = new Reflections();
    first.open(session, 30, one);
    await waitFor(() => first.refused === 30 - REFLECTIONS_OF_ONE, { what: 'refusals' });

    const other = new Reflections();
    other.open(session, 1, { ...one, 'caller-address': '203.0.113.2' });
    await new Promise((resolve) => session.ping(resolve));
    expect(other.refused, 'another address').to.equal(0);

    const liar = new Reflections();
    liar.open(session, 20, { 'caller-address': '203.0.113.3', 'facade-secret': 'x'.repeat(32) });
    liar.open(session, 20, { 'caller-address': '203.0.113.4' });
    await waitFor(() => liar.refused > 0, { what: 'the word of a peer without the secret' });
  });

  it('shuts nobody out by connections that say nothing', async function () {
    this.timeout(30_000);
    const silent = await openSilent(520);
    expect(await callAnew()).to.equal('0');
    expect(silent.filter((socket) => !socket.destroyed).length).to.be.at.most(256);
  });

  for (const [title, bytes] of Object.entries({
    'half a preface': [PREFACE.slice(0, 10)],
    'a preface and no call': [PREFACE, SETTINGS],
  })) {
    it(`shuts nobody out by connections that send ${title}`, async function () {
      this.timeout(30_000);
      const sockets = await openSilent(520);
      for (const socket of sockets) for (const piece of bytes) socket.write(piece);
      expect(await callAnew()).to.equal('0');
      expect(await callAnew()).to.equal('0');
    });
  }

  it('keeps a connection with a stream, while idle ones go', async function () {
    this.timeout(30_000);
    const busy = await openSession(service.app.rpcPort);
    const watch = busy.request(grpcHeaders('/grpc.health.v1.Health/Watch'));
    watch.on('error', () => {});
    watch.end(frame(new Uint8Array()));
    await once(watch, 'data');
    for (const socket of await openSilent(520)) {
      socket.write(PREFACE);
      socket.write(SETTINGS);
    }
    expect(await callAnew()).to.equal('0');
    expect(busy.closed || watch.closed).to.equal(false);
    busy.destroy();
  });

  async function openSilent(count: number): Promise<readonly Socket[]> {
    const sockets: Socket[] = [];
    for (let opened = 0; opened < count; opened += 1) {
      const socket = connect(service.app.rpcPort, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      sockets.push(socket);
    }
    cleanup.defer(() => sockets.forEach((socket) => socket.destroy()));
    await Promise.all(sockets.map((socket) => once(socket, 'connect').catch(() => {})));
    return sockets;
  }
});
