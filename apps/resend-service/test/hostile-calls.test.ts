import type { ClientHttp2Session } from 'node:http2';
import { gzipSync } from 'node:zlib';

import { expect } from 'chai';

import { waitFor } from '@webhooks/testing';

import { frame, grpcHeaders, openSession, send } from './support/http2-call.ts';
import { startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const GET = '/webhooks.resend.v1.ResendService/GetResend';
const BATCH = '/webhooks.catalog.v1.CatalogService/BatchUpsertRecords';
const CHECK = '/grpc.health.v1.Health/Check';
const user = { authorization: `Bearer ${userToken(246)}` };
const writer = { authorization: `Bearer ${serviceToken('catalog:write')}` };

/** GetResendRequest { id: 1 } */
const getFirst = frame(Buffer.from([0x08, 0x01]));

describe('hostile calls', () => {
  let service: TestService;
  let session: ClientHttp2Session;

  before(async () => {
    service = await startService();
  });

  beforeEach(async () => {
    session = await openSession(service.app.rpcPort);
  });

  afterEach(async () => {
    session.destroy();
    const health = await openSession(service.app.rpcPort);
    const { trailers } = await send(health, grpcHeaders(CHECK), frame(new Uint8Array()));
    health.destroy();
    expect(trailers['grpc-status'], 'the service serves on').to.equal('0');
  });

  after(() => service[Symbol.asyncDispose]());

  const status = async (
    path: string,
    headers: Record<string, string>,
    body: Uint8Array,
  ): Promise<unknown> =>
    (await send(session, grpcHeaders(path, headers), body)).trailers['grpc-status'];

  it('answers a proper call of the same make', async () => {
    expect(await status(GET, user, getFirst)).to.equal('5');
  });

  describe('are refused', () => {
    const bomb = frame(gzipSync(Buffer.alloc(64 << 20)), { compressed: true });
    const cases: Record<string, [path: string, headers: object, body: Uint8Array, code: string]> = {
      'a message over 1 MiB': [BATCH, writer, frame(Buffer.alloc((1 << 20) + 1)), '8'],
      'a message that unpacks to 64 MiB': [
        BATCH,
        { ...writer, 'grpc-encoding': 'gzip' },
        bomb,
        '8',
      ],
      'what is no gzip': [
        GET,
        { ...user, 'grpc-encoding': 'gzip' },
        frame(Buffer.from('nope'), { compressed: true }),
        '3',
      ],
      'an unknown compression': [GET, { ...user, 'grpc-encoding': 'zstd' }, getFirst, '12'],
      'a compressed flag without a compression': [
        GET,
        user,
        frame(Buffer.from([8, 1]), { compressed: true }),
        '13',
      ],
      'a frame that is cut off': [GET, user, getFirst.subarray(0, 6), '3'],
      'a length that lies': [GET, user, frame(Buffer.from([8, 1]), { length: 1_000 }), '3'],
      'a length of 4 GiB': [GET, user, frame(Buffer.from([8, 1]), { length: 0xffff_ffff }), '8'],
      'no message': [GET, user, new Uint8Array(), '12'],
      'two messages': [GET, user, Buffer.concat([getFirst, getFirst]), '12'],
      'bytes that are no protobuf': [GET, user, frame(Buffer.from([0xff, 0xff])), '3'],
      'a timeout beyond thirty seconds': [GET, { ...user, 'grpc-timeout': '31S' }, getFirst, '3'],
      'a timeout that is none': [GET, { ...user, 'grpc-timeout': 'soon' }, getFirst, '3'],
      'a message over 1 MiB without a token, for the token': [
        BATCH,
        {},
        frame(Buffer.alloc(2 << 20)),
        '16',
      ],
    };
    for (const [title, [path, headers, body, code]] of Object.entries(cases)) {
      it(title, async () => {
        expect(await status(path, headers as Record<string, string>, body)).to.equal(code);
      });
    }

    it('two authorization headers, though the first one is good', async () => {
      const headers = Object.entries(grpcHeaders(GET)).flatMap(([name, value]) => [
        name,
        String(value),
      ]);
      const doubled = [...headers, 'authorization', user.authorization];
      const answer = await send(session, [...doubled, 'authorization', 'Bearer x'], getFirst);
      expect(answer.trailers['grpc-status']).to.equal('16');
    });
  });

  it('sets no timer for a timeout that is more than a timer takes', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    try {
      for (const caller of [user, {}]) {
        await status(GET, { ...caller, 'grpc-timeout': '99999999H' }, getFirst);
      }
      await new Promise(setImmediate);
      expect(warnings).to.deep.equal([]);
    } finally {
      process.off('warning', note);
    }
  });

  it('outlives an authority that no URL can have', async () => {
    for (const authority of ['[', 'a b', '::', '%', 'x:99999999', '\u00ff']) {
      const raw = [':method', 'POST', ':scheme', 'http', ':path', GET, ':authority', authority];
      const answer = await send(session, [...raw, 'content-type', 'application/grpc'], getFirst);
      expect(answer.trailers['grpc-status'] ?? answer.resetCode).to.not.equal('0');
    }
  });

  it('cuts off a client that only opens and resets calls', async () => {
    for (let sent = 0; sent < 5_000 && !session.destroyed; sent += 1) {
      const stream = session.request(grpcHeaders(GET, user));
      stream.on('error', () => {});
      stream.close(8);
      if (sent % 100 === 0) await new Promise(setImmediate);
    }
    await waitFor(() => session.destroyed, { what: 'the session to be closed' });
  });

  it('does not take endless headers', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'y'.repeat(1_000)]),
    );
    const answer = await send(session, grpcHeaders(GET, { ...user, ...many }), getFirst);
    expect(answer.trailers['grpc-status']).to.equal(undefined);
  });

  it('forgets calls whose clients go away', async () => {
    const stream = session.request(
      grpcHeaders('/webhooks.catalog.v1.CatalogService/ImportRecords', writer),
    );
    stream.on('error', () => {});
    stream.write(frame(new Uint8Array()));
    session.destroy();
    await waitFor(() => stream.destroyed, { what: 'the stream to end' });
  });
});
