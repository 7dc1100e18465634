import { once } from 'node:events';
import { constants, type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';

import { status } from '@grpc/grpc-js';
import { expect } from 'chai';

import { createTempDir, startNatsServer, waitFor } from '@webhooks/testing';

import { frame, grpcHeaders, openSession, send } from './support/http2-call.ts';
import { startServiceProcess } from './support/service-process.ts';
import { startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const GET = 'webhooks.resend.v1.ResendService/GetResend';
const WATCH = 'webhooks.resend.v1.ResendService/WatchResend';
const IMPORT = 'webhooks.catalog.v1.CatalogService/ImportRecords';
const CHECK = 'grpc.health.v1.Health/Check';
const REFLECT = 'grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
/** Level of pino. */
const INFO = 30;

const user = { authorization: `Bearer ${userToken(246)}` };
const writer = { authorization: `Bearer ${serviceToken('catalog:write')}` };
const getFirst = frame(Buffer.from([8, 1]));
const unreadable = frame(Buffer.from([0xff, 0xff]));

describe('webhooks_rpc_calls_total', () => {
  let service: TestService;
  let session: ClientHttp2Session;

  before(async () => {
    service = await startService({ USER_REQUESTS_PER_SECOND: '1', USER_REQUEST_BURST: '1000' });
    session = await openSession(service.app.rpcPort);
  });

  after(async () => {
    session.destroy();
    await service[Symbol.asyncDispose]();
  });

  /** The counts of one method by code. */
  async function counts(method: string): Promise<Record<string, number>> {
    const answer = await fetch(`http://127.0.0.1:${service.app.adminPort}/metrics`);
    const line = /^webhooks_rpc_calls_total\{(.*)\} (\d+)$/gm;
    const all: Record<string, number> = {};
    for (const [, labels = '', count] of (await answer.text()).matchAll(line)) {
      if (!labels.includes(`method="${method}"`)) continue;
      all[/code="(\w+)"/.exec(labels)?.[1] ?? ''] = Number(count);
    }
    return all;
  }

  /** Makes a call, and waits until it was counted: with this code alone. */
  async function expectCount(method: string, code: string, call: () => Promise<unknown>) {
    const before = await counts(method);
    await call();
    const expected = { ...before, [code]: (before[code] ?? 0) + 1 };
    let seen: Record<string, number> = {};
    await waitFor(
      async () => {
        seen = await counts(method);
        return sum(seen) > sum(before);
      },
      { what: `a call of ${method} to be counted` },
    );
    expect(seen).to.deep.equal(expected);
  }

  const types = {
    gRPC: 'application/grpc',
    'gRPC-Web': 'application/grpc-web',
    'gRPC-Web in base64': 'application/grpc-web-text',
    Connect: 'application/proto',
  };
  const bodies: Record<string, (message: Buffer) => Buffer> = {
    gRPC: (message) => message,
    'gRPC-Web': (message) => message,
    'gRPC-Web in base64': (message) => Buffer.from(message.toString('base64')),
    Connect: (message) => message.subarray(5),
  };
  const tooBig = frame(Buffer.alloc((1 << 20) + 1));

  for (const [protocol, contentType] of Object.entries(types)) {
    const cases: [what: string, method: string, headers: object, message: Buffer, code: string][] =
      [
        ['a refusal', GET, user, getFirst, 'not_found'],
        ['a success', CHECK, {}, frame(Buffer.alloc(0)), 'ok'],
        ['a call without a token', GET, {}, getFirst, 'unauthenticated'],
        ['what is no protobuf', GET, user, unreadable, 'invalid_argument'],
        ['what is no protobuf, without a token', CHECK, {}, unreadable, 'invalid_argument'],
        ['a message over the limit', GET, user, tooBig, 'resource_exhausted'],
      ];
    for (const [what, method, headers, message, code] of cases) {
      it(`counts ${what} by ${protocol} as ${code}`, () =>
        expectCount(method, code, () => {
          const all = { ...headers, 'content-type': contentType };
          return send(session, grpcHeaders(`/${method}`, all), bodies[protocol]?.(message));
        }));
    }

    it(`counts an unknown method by ${protocol} as unimplemented`, () =>
      expectCount('unknown', 'unimplemented', () =>
        send(session, grpcHeaders('/nowhere', { 'content-type': contentType }), getFirst),
      ));
  }

  const others: [what: string, method: string, headers: OutgoingHttpHeaders, code: string][] = [
    ['an unknown compression', GET, { ...user, 'grpc-encoding': 'zstd' }, 'unimplemented'],
    ['a deadline that is none', GET, { ...user, 'grpc-timeout': 'soon' }, 'invalid_argument'],
    ['a wrong HTTP method', GET, { ':method': 'PUT' }, 'unimplemented'],
    ['a wrong content type', GET, { 'content-type': 'text/plain' }, 'unimplemented'],
  ];
  for (const [what, method, headers, code] of others) {
    it(`counts ${what} as ${code}`, () =>
      expectCount(method, code, () => send(session, grpcHeaders(`/${method}`, headers), getFirst)));
  }

  it('counts what is no gzip as invalid_argument', () =>
    expectCount(GET, 'invalid_argument', () => {
      const headers = grpcHeaders(`/${GET}`, { ...user, 'grpc-encoding': 'gzip' });
      const broken = gzipSync('x').subarray(0, 12);
      return send(session, headers, frame(broken, { compressed: true }));
    }));

  it('counts a deadline that is over as deadline_exceeded', () =>
    expectCount('grpc.health.v1.Health/Watch', 'deadline_exceeded', async () => {
      const health = service.client('grpc.health.v1.Health');
      const stream = health.serverStream('Watch', {}, { deadlineMs: 200 });
      stream.resume();
      const [error] = await once(stream, 'error');
      expect(error).to.include({ code: status.DEADLINE_EXCEEDED });
    }));

  it('counts a stream as deadline_exceeded whose deadline only the server keeps', () =>
    expectCount('grpc.health.v1.Health/Watch', 'deadline_exceeded', async () => {
      const headers = grpcHeaders('/grpc.health.v1.Health/Watch', { 'grpc-timeout': '100m' });
      const answer = await send(session, headers, frame(Buffer.alloc(0)));
      expect(answer.trailers['grpc-status']).to.equal(String(status.DEADLINE_EXCEEDED));
    }));

  it('counts a call as canceled whose client vanishes', () =>
    expectCount(IMPORT, 'canceled', async () => {
      const own = await openSession(service.app.rpcPort);
      const stream = own.request(grpcHeaders(`/${IMPORT}`, writer));
      stream.on('error', () => {});
      stream.write(frame(new Uint8Array()));
      await new Promise((resolve) => own.ping(resolve));
      own.destroy();
    }));

  it('counts a watcher that leaves as canceled', () =>
    expectCount('grpc.health.v1.Health/Watch', 'canceled', async () => {
      const stream = service.client('grpc.health.v1.Health').serverStream('Watch', {});
      stream.on('error', () => {});
      await once(stream, 'data');
      stream.cancel();
    }));

  for (const method of [WATCH, REFLECT]) {
    it(`counts what is no protobuf on the stream ${method} as invalid_argument`, () =>
      expectCount(method, 'invalid_argument', () =>
        send(session, grpcHeaders(`/${method}`, user), unreadable),
      ));
  }
});

describe('the log of the core', () => {
  it('has no warning about clients that leave in mid-stream or send what is no protobuf', async () => {
    using dataDir = createTempDir();
    await using nats = await startNatsServer();
    const { process, rpcPort } = await startServiceProcess(dataDir.path, nats.url);
    await using running = process;
    const session = await openSession(rpcPort);
    const unread = [GET, WATCH, CHECK, REFLECT];
    for (const method of unread) await send(session, grpcHeaders(`/${method}`, user), unreadable);
    for (const method of [IMPORT, REFLECT, GET]) {
      const headers = grpcHeaders(`/${method}`, method === IMPORT ? writer : user);
      await leave(rpcPort, headers, 'reset');
      await leave(rpcPort, headers, 'vanish');
    }
    session.destroy();
    const over = () => running.lines.filter((line) => line.includes('"path":"/')).length;
    await waitFor(() => over() >= 10, { what: 'ten calls in the log' });
    const levels = running.lines.map((line) => (JSON.parse(line) as { level: number }).level);
    expect(levels.filter((level) => level > INFO)).to.deep.equal([]);
    await running.stop();
  });
});

/** Begins a call, and goes away in the middle of its first message. */
async function leave(port: number, headers: OutgoingHttpHeaders, how: 'reset' | 'vanish') {
  const session = await openSession(port);
  const stream = session.request(headers);
  stream.on('error', () => {});
  stream.write(getFirst.subarray(0, 6));
  await new Promise((resolve) => session.ping(resolve));
  if (how === 'reset') stream.close(constants.NGHTTP2_CANCEL);
  else session.destroy();
  if (!stream.closed) await once(stream, 'close');
  session.destroy();
}

function sum(all: Record<string, number>): number {
  return Object.values(all).reduce((total, count) => total + count, 0);
}
