import type { ClientHttp2Session } from 'node:http2';

import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { expect } from 'chai';

import {
  CreateResendRequestSchema,
  CreateResendResponseSchema,
  HealthCheckRequestSchema,
  HealthCheckResponse_ServingStatus as ServingStatus,
  HealthCheckResponseSchema,
  ResendType,
  WatchResendResponseSchema,
  WatchResendRequestSchema,
} from '@webhooks/contracts';
import { loadSampleRecords } from '@webhooks/testing';

import { frame, openSession, send } from './support/http2-call.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const CHECK = '/grpc.health.v1.Health/Check';
const RESENDS = '/webhooks.resend.v1.ResendService';
const TRAILERS = 0x80;

const text = (bytes: Uint8Array): Buffer => Buffer.from(Buffer.from(bytes).toString('base64'));
const health = frame(toBinary(HealthCheckRequestSchema, create(HealthCheckRequestSchema)));

describe('grpc-web-text', () => {
  let service: TestService;
  let session: ClientHttp2Session;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, loadSampleRecords());
    session = await openSession(service.app.rpcPort);
  });

  after(async () => {
    session.destroy();
    await service[Symbol.asyncDispose]();
  });

  /** The frames of an answer in text. */
  async function call(path: string, body: Uint8Array, headers: Record<string, string> = {}) {
    const type = headers['content-type'] ?? 'application/grpc-web-text';
    const answer = await send(
      session,
      { ':method': 'POST', ':path': path, ...headers, 'content-type': type },
      body,
    );
    return { ...answer, ...framesOf(answer.body.toString('latin1')) };
  }

  for (const contentType of [
    'application/grpc-web-text',
    'application/grpc-web-text+proto',
    'Application/gRPC-Web-Text',
  ]) {
    it(`answers ${contentType} in base64, with its trailers`, async () => {
      const answer = await call(CHECK, text(health), { 'content-type': contentType });
      expect(answer.headers).to.include({
        ':status': 200,
        'content-type': 'application/grpc-web-text+proto',
      });
      const [message] = answer.messages;
      expect(fromBinary(HealthCheckResponseSchema, message ?? Buffer.alloc(0)).status).to.equal(
        ServingStatus.SERVING,
      );
      expect(answer.trailers).to.match(/grpc-status: 0\r\n/);
    });
  }

  it('takes a body of pieces that were encoded one by one', async () => {
    const body = Buffer.concat([health.subarray(0, 1), health.subarray(1)].map(text));
    expect((await call(CHECK, body)).trailers).to.match(/grpc-status: 0\r\n/);
  });

  it('takes a resend once, and shows its progress', async () => {
    const authorization = `Bearer ${userToken(246)}`;
    const selection = { resendType: ResendType.CASHIN, objectReferenceId: 12345n };
    const request = create(CreateResendRequestSchema, { selection });
    const created = await call(
      `${RESENDS}/CreateResend`,
      text(frame(toBinary(CreateResendRequestSchema, request))),
      { authorization },
    );
    const [message = Buffer.alloc(0)] = created.messages;
    const { resend } = fromBinary(CreateResendResponseSchema, message);
    expect(resend?.accountId).to.equal(17n);

    const stream = session.request({
      ':method': 'POST',
      ':path': `${RESENDS}/WatchResend`,
      'content-type': 'application/grpc-web-text',
      authorization,
    });
    const watch = create(WatchResendRequestSchema, { id: resend?.id ?? 0n });
    stream.end(text(frame(toBinary(WatchResendRequestSchema, watch))));
    const first = await new Promise<Buffer>((resolve) => stream.once('data', resolve));
    const [state = Buffer.alloc(0)] = framesOf(first.toString('latin1')).messages;
    expect(fromBinary(WatchResendResponseSchema, state).resend?.id).to.equal(resend?.id);
    stream.close(8);
  });

  it('refuses without a token, in base64', async () => {
    const answer = await call(`${RESENDS}/GetResend`, text(frame(Buffer.from([8, 1]))));
    expect(answer.trailers).to.match(/grpc-status: 16\r\n/);
  });

  for (const [title, body] of Object.entries({
    'what is no base64': Buffer.from('!!!!'),
    'base64 that is cut off': text(health).subarray(0, 6),
    'the binary form': health,
  })) {
    it(`refuses ${title}`, async () => {
      expect((await call(CHECK, body)).trailers).to.match(/grpc-status: 3\r\n/);
    });
  }
});

/** Each piece of an answer is whole groups of base64, so that it decodes wherever it is padded. */
function framesOf(body: string): { readonly messages: Buffer[]; readonly trailers: string } {
  const bytes = Buffer.concat(
    (body.match(/.{4}/g) ?? []).map((group) => Buffer.from(group, 'base64')),
  );
  const messages: Buffer[] = [];
  let trailers = '';
  for (let at = 0; at < bytes.length;) {
    const end = at + 5 + bytes.readUInt32BE(at + 1);
    const data = bytes.subarray(at + 5, end);
    if (((bytes[at] ?? 0) & TRAILERS) !== 0) trailers = data.toString('latin1');
    else messages.push(data);
    at = end;
  }
  return { messages, trailers };
}
