import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';

import { expect } from 'chai';

import { frame, openSession, send, type Http2Answer } from './support/http2-call.ts';
import { startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const GET = '/webhooks.resend.v1.ResendService/GetResend';
const CREATE = '/webhooks.resend.v1.ResendService/CreateResend';
const WATCH = '/webhooks.resend.v1.ResendService/WatchResend';
const CHECK = '/grpc.health.v1.Health/Check';
const REFLECT = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const user = { authorization: `Bearer ${userToken(246)}` };

const UNIMPLEMENTED = 12;
const INVALID_ARGUMENT = 3;

/** A varint that does not end: no protobuf of any message. */
const unreadable = Buffer.from([0xff, 0xff]);

describe('what no handler answers', () => {
  let service: TestService;
  let session: ClientHttp2Session;

  before(async () => {
    service = await startService();
    session = await openSession(service.app.rpcPort);
  });

  after(async () => {
    session.destroy();
    await service[Symbol.asyncDispose]();
  });

  const call = (
    path: string,
    contentType: string | null,
    message: Uint8Array,
    more: OutgoingHttpHeaders = {},
  ): Promise<Http2Answer> => {
    const type = contentType === null ? {} : { 'content-type': contentType };
    const headers = { ':method': 'POST', ':path': path, 'x-request-id': 'req-1', ...type, ...more };
    return send(session, headers, message);
  };

  const unknownPaths = [
    '/webhooks.resend.v1.ResendService/Nothing',
    '/webhooks.nothing.v1.Nothing/GetResend',
    '/webhooks.resend.v1.ResendService',
    '/',
    '/nowhere',
    `${GET}/`,
  ];
  const grpcTypes = {
    'application/grpc': 'application/grpc',
    'application/grpc+proto': 'application/grpc',
    'application/grpc+json': 'application/grpc',
    'application/grpc-web': 'application/grpc-web',
    'application/grpc-web+proto': 'application/grpc-web',
    'application/grpc-web-text': 'application/grpc-web-text',
    'application/grpc-web-text+proto': 'application/grpc-web-text',
  };

  for (const path of unknownPaths) {
    for (const [contentType, answered] of Object.entries(grpcTypes)) {
      it(`${path} by ${contentType} is UNIMPLEMENTED in one frame of headers`, async () => {
        const answer = await call(path, contentType, frame(new Uint8Array()));
        expect(answer.headers).to.deep.include({
          ':status': 200,
          'content-type': answered,
          'grpc-status': String(UNIMPLEMENTED),
          'grpc-message': 'unknown service or method',
          'x-request-id': 'req-1',
        });
        expect(answer.endsWithHeaders).to.equal(true);
      });
    }

    for (const contentType of [
      'application/proto',
      'application/json',
      'application/connect+proto',
    ]) {
      it(`${path} by ${contentType} is 404 with an error of Connect`, async () => {
        const answer = await call(path, contentType, new Uint8Array());
        expect(answer.headers).to.deep.include({
          ':status': 404,
          'content-type': 'application/json',
          'x-request-id': 'req-1',
          'answered-by': 'resend-service',
        });
        expect(JSON.parse(answer.body.toString())).to.deep.equal({
          code: 'unimplemented',
          message: 'unknown service or method',
        });
      });
    }
  }

  it('does not wait for the rest of a request that leads nowhere', async () => {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/nowhere',
      'content-type': 'application/grpc',
    });
    stream.on('error', () => {});
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.resume();
    await closed;
    expect(stream.rstCode).to.equal(0);
  });

  it('has a request id of its own where the caller sent none', async () => {
    const answer = await call('/nowhere', 'application/grpc', unreadable, { 'x-request-id': '' });
    expect(answer.headers['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
  });

  const wrongMethods: [method: string, path: string, allow: string][] = [
    ['PUT', GET, 'GET, POST'],
    ['OPTIONS', GET, 'GET, POST'],
    ['DELETE', CREATE, 'POST'],
    ['GET', CREATE, 'POST'],
    ['GET', WATCH, 'POST'],
    ['GET', CHECK, 'POST'],
  ];
  for (const [method, path, allow] of wrongMethods) {
    it(`${method} ${path} is 405 and names ${allow}`, async () => {
      const answer = await call(path, null, new Uint8Array(), { ':method': method });
      expect(answer.headers).to.deep.include({ ':status': 405, allow, 'x-request-id': 'req-1' });
    });
  }

  for (const contentType of ['text/plain', 'application/grpc+thrift', 'application/xml', null]) {
    it(`the content type ${contentType ?? '(none)'} is 415`, async () => {
      const answer = await call(GET, contentType, new Uint8Array(), user);
      expect(answer.headers).to.deep.include({ ':status': 415, 'x-request-id': 'req-1' });
      expect(JSON.parse(answer.body.toString())).to.have.property('message').that.matches(/gRPC/);
    });
  }

  it('an encoding of a GET that nobody speaks is 415', async () => {
    const path = `${GET}?encoding=xml&message=x`;
    const answer = await call(path, null, new Uint8Array(), { ':method': 'GET', ...user });
    expect(answer.headers).to.deep.include({ ':status': 415, 'x-request-id': 'req-1' });
  });

  describe('is INVALID_ARGUMENT for a message that is no protobuf', () => {
    for (const [path, headers] of [
      [GET, user],
      [WATCH, user],
      [CHECK, {}],
      [REFLECT, {}],
    ] as const) {
      it(`of ${path} by gRPC`, async () => {
        const answer = await call(path, 'application/grpc', frame(unreadable), headers);
        expect(answer.trailers['grpc-status']).to.equal(String(INVALID_ARGUMENT));
      });

      it(`of ${path} by gRPC-Web`, async () => {
        const answer = await call(path, 'application/grpc-web+proto', frame(unreadable), headers);
        expect(answer.body.toString('latin1')).to.match(/grpc-status: 3\r\n/);
      });

      it(`of ${path} by gRPC-Web in base64`, async () => {
        const message = Buffer.from(frame(unreadable).toString('base64'));
        const answer = await call(path, 'application/grpc-web-text', message, headers);
        const body = Buffer.from(answer.body.toString('latin1'), 'base64');
        expect(body.toString('latin1')).to.match(/grpc-status: 3\r\n/);
      });
    }

    for (const path of [GET, CHECK]) {
      it(`of ${path} by Connect`, async () => {
        const answer = await call(path, 'application/proto', unreadable, user);
        expect(answer.status).to.equal(400);
        expect(JSON.parse(answer.body.toString())).to.include({ code: 'invalid_argument' });
      });
    }

    it('of a stream by Connect', async () => {
      const answer = await call(WATCH, 'application/connect+proto', frame(unreadable), user);
      expect(answer.body.toString('latin1')).to.match(/"code":"invalid_argument"/);
    });
  });
});
