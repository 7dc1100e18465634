import type { ClientHttp2Session } from 'node:http2';

import { create, toBinary } from '@bufbuild/protobuf';
import { createClient } from '@connectrpc/connect';
import { createConnectTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { expect } from 'chai';

import { GetResendRequestSchema, ResendService } from '@webhooks/contracts';
import { loadSampleRecords } from '@webhooks/testing';

import { openSession, send, type Http2Answer } from './support/http2-call.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const GET = '/webhooks.resend.v1.ResendService/GetResend';

describe('Connect by GET', () => {
  let service: TestService;
  let session: ClientHttp2Session;
  let id: bigint;

  const authorization = `Bearer ${userToken(246)}`;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, loadSampleRecords());
    const { resend } = await service.resends.unary('CreateResend', {
      selection: { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 },
    });
    id = BigInt(resend.id);
    session = await openSession(service.app.rpcPort);
  });

  after(async () => {
    session.destroy();
    await service[Symbol.asyncDispose]();
  });

  const get = (query: Readonly<Record<string, string>>, token = authorization) => {
    const path = `${GET}?${new URLSearchParams(query).toString()}`;
    const headers = token === '' ? {} : { authorization: token };
    return send(session, { ':method': 'GET', ':path': path, ...headers });
  };
  const codeOf = ({ body }: Http2Answer): unknown => JSON.parse(body.toString()).code;

  it('answers a client that reads by GET', async () => {
    const methods: string[] = [];
    const baseUrl = `http://127.0.0.1:${service.app.rpcPort}`;
    const sessionManager = new Http2SessionManager(baseUrl);
    const transport = createConnectTransport({
      baseUrl,
      httpVersion: '2',
      useHttpGet: true,
      sessionManager: {
        authority: sessionManager.authority,
        request: (method, ...more) => {
          methods.push(method);
          return sessionManager.request(method, ...more);
        },
        notifyResponseByteRead: (id) => sessionManager.notifyResponseByteRead(id),
      },
    });
    const client = createClient(ResendService, transport);
    const { resend } = await client.getResend({ id }, { headers: { authorization } });
    expect(resend?.id).to.equal(id);
    expect(methods).to.deep.equal(['GET']);
    sessionManager.abort();
  });

  it('takes JSON, and is kept by no cache', async () => {
    const answer = await get({ encoding: 'json', message: `{"id":"${id}"}`, connect: 'v1' });
    expect(answer.headers).to.include({ ':status': 200, 'cache-control': 'no-store' });
    expect(JSON.parse(answer.body.toString()).resend).to.include({ id: String(id) });
  });

  it('takes protobuf in both alphabets of base64, padded or not', async () => {
    const message = toBinary(GetResendRequestSchema, create(GetResendRequestSchema, { id }));
    for (const alphabet of ['base64', 'base64url'] as const) {
      const text = Buffer.from(message).toString(alphabet);
      const answer = await get({ encoding: 'proto', base64: '1', message: text });
      expect(answer.status, alphabet).to.equal(200);
    }
  });

  it('takes a token, as by POST', async () => {
    const answer = await get({ encoding: 'json', message: `{"id":"${id}"}` }, '');
    expect(answer.headers).to.include({ ':status': 401, 'cache-control': 'no-store' });
    expect(codeOf(answer)).to.equal('unauthenticated');
  });

  const unreadable: Record<string, Record<string, string>> = {
    'what is no base64': { encoding: 'proto', base64: '1', message: '!!!!' },
    'base64 with a space': { encoding: 'proto', base64: '1', message: 'CA E=' },
    'base64 that is cut off': { encoding: 'proto', base64: '1', message: 'C' },
    'what is no protobuf': { encoding: 'proto', base64: '1', message: '//8=' },
    'what is no JSON': { encoding: 'json', message: '{' },
  };
  for (const [title, query] of Object.entries(unreadable)) {
    it(`refuses ${title}`, async () => {
      const answer = await get(query);
      expect(answer.status).to.equal(400);
      expect(codeOf(answer)).to.equal('invalid_argument');
    });
  }
});
