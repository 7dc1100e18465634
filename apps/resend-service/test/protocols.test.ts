import { once } from 'node:events';

import { status } from '@grpc/grpc-js';
import { create, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from '@connectrpc/connect-node';
import { expect } from 'chai';

import {
  BadRequestSchema,
  ErrorInfoSchema,
  ResendSelectionSchema,
  ResendService,
  ResendType,
} from '@webhooks/contracts';
import { loadSampleRecords } from '@webhooks/testing';

import type { Json } from './support/grpc-client.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { userToken } from './support/settings.ts';

describe('the RPC edge', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, loadSampleRecords());
  });

  after(() => service[Symbol.asyncDispose]());

  const transports: Record<string, (options: { baseUrl: string }) => Transport> = {
    gRPC: createGrpcTransport,
    'gRPC-Web': (options) => createGrpcWebTransport({ ...options, httpVersion: '2' }),
    Connect: (options) => createConnectTransport({ ...options, httpVersion: '2' }),
  };
  for (const [protocol, createTransport] of Object.entries(transports)) {
    describe(`by ${protocol}`, () => {
      const client = () =>
        createClient(
          ResendService,
          createTransport({ baseUrl: `http://127.0.0.1:${service.app.rpcPort}` }),
        );
      const headers = { authorization: `Bearer ${userToken(246)}`, 'x-request-id': 'req-1' };
      const selection = create(ResendSelectionSchema, {
        resendType: ResendType.CASHIN,
        objectReferenceId: 12345n,
      });

      it('answers, with the request id of the caller', async () => {
        let requestId: string | null = null;
        const { resend } = await client().createResend(
          { selection },
          { headers, onHeader: (header) => (requestId = header.get('x-request-id')) },
        );
        expect(resend?.accountId).to.equal(17n);
        expect(requestId).to.equal('req-1');
      });

      it('refuses with details', async () => {
        const error = await client()
          .createResend({ selection: { resendType: 1 } }, { headers })
          .catch((reason: unknown) => reason);
        if (!(error instanceof ConnectError)) throw new Error('not refused');
        expect(error.code).to.equal(Code.InvalidArgument);
        expect(error.metadata.get('answered-by')).to.equal('resend-service');
        expect(error.findDetails(ErrorInfoSchema)[0]).to.include({
          domain: 'webhooks.resend',
          reason: 'VALIDATION_ERROR',
        });
        const [badRequest] = error.findDetails(BadRequestSchema);
        expect(badRequest?.fieldViolations[0]?.field).to.equal('object_reference_id');
      });

      it('refuses a deadline beyond thirty seconds with details', async () => {
        const error = await client()
          .createResend({ selection }, { headers, timeoutMs: 30_001 })
          .catch((reason: unknown) => reason);
        if (!(error instanceof ConnectError)) throw new Error('not refused');
        expect(error.code).to.equal(Code.InvalidArgument);
        expect(error.rawMessage).to.match(/-timeout\S* must be at most 30 seconds$/);
        expect(error.findDetails(ErrorInfoSchema)[0]).to.include({ reason: 'VALIDATION_ERROR' });
        const [badRequest] = error.findDetails(BadRequestSchema);
        expect(badRequest?.fieldViolations[0]?.field).to.match(/timeout/);
      });

      it('takes a deadline of thirty seconds', async () => {
        await client().createResend({ selection }, { headers, timeoutMs: 30_000 });
      });

      it('refuses without a token', async () => {
        const error = await client()
          .createResend({ selection })
          .catch((reason: unknown) => reason);
        expect(error).to.include({ code: Code.Unauthenticated, rawMessage: 'Unauthorized' });
      });
    });
  }

  describe('health', () => {
    const health = () => service.client('grpc.health.v1.Health');

    for (const name of ['', 'webhooks.resend.v1.ResendService', 'grpc.health.v1.Health']) {
      it(`is SERVING for "${name}"`, async () => {
        expect(await health().unary('Check', { service: name })).to.deep.equal({
          status: 'SERVING',
        });
      });
    }

    it('does not know a foreign service', async () => {
      const refusal = await health().refusal('Check', { service: 'other' });
      expect(refusal).to.include({ status: 'NOT_FOUND' });
    });

    it('watches a foreign service as unknown', async () => {
      const stream = health().serverStream('Watch', { service: 'other' });
      const [first] = await once(stream, 'data');
      stream.on('error', () => {}).cancel();
      expect(first).to.deep.equal({ status: 'SERVICE_UNKNOWN' });
    });

    it('has a limit for watchers', async () => {
      const client = health();
      const watchers = Array.from({ length: 101 }, () => client.serverStream('Watch', {}));
      const outcomes = await Promise.allSettled(
        watchers.map(
          (stream) =>
            new Promise((resolve, reject) => stream.once('data', resolve).once('error', reject)),
        ),
      );
      const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refusals.map(({ reason }) => reason.code)).to.include(status.RESOURCE_EXHAUSTED);
      expect(outcomes.length - refusals.length).to.be.within(90, 100);
      for (const stream of watchers) stream.on('error', () => {}).cancel();
    });
  });

  describe('reflection', () => {
    async function ask(request: Json, version = 'v1'): Promise<Json> {
      const stream = service
        .client(`grpc.reflection.${version}.ServerReflection`)
        .bidiStream('ServerReflectionInfo');
      stream.write(request);
      stream.end();
      const [answer] = (await stream.toArray()) as Json[];
      return answer ?? {};
    }

    function filesOf(answer: Json): Json[] {
      const files = answer['file_descriptor_response'].file_descriptor_proto as Uint8Array[];
      return files.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
    }

    for (const version of ['v1', 'v1alpha']) {
      it(`lists the services by ${version}`, async () => {
        const { list_services_response: list } = await ask({ list_services: '*' }, version);
        expect(list.service.map(({ name }: Json) => name)).to.have.members([
          'webhooks.resend.v1.ResendService',
          'webhooks.catalog.v1.CatalogService',
          'webhooks.audit.v1.AuditService',
          'webhooks.endpoint.v1.EndpointService',
          'webhooks.event.v1.EventService',
          'webhooks.identity.v1.IdentityService',
          'webhooks.portal.v1.PortalService',
          'grpc.health.v1.Health',
          'grpc.reflection.v1.ServerReflection',
          'grpc.reflection.v1alpha.ServerReflection',
        ]);
      });

      it(`answers with the request itself by ${version}`, async () => {
        const request = { host: 'here', file_containing_symbol: 'google.rpc.ErrorInfo' };
        const answer = await ask(request, version);
        expect(answer).to.deep.include({ valid_host: 'here' });
        expect(answer['original_request']).to.include(request);
        expect(filesOf(answer)[0]).to.include({ name: 'google/rpc/error_details.proto' });
      });
    }

    const symbols = {
      'webhooks.resend.v1.ResendService': 'webhooks/resend/v1/resend_service.proto',
      'webhooks.resend.v1.ResendService.CreateResend': 'webhooks/resend/v1/resend_service.proto',
      'webhooks.resend.v1.PreviewResendResponse.Count': 'webhooks/resend/v1/resend_service.proto',
      'webhooks.resend.v1.Resend.total': 'webhooks/resend/v1/resend.proto',
      'webhooks.resend.v1.RESEND_TYPE_CASHIN': 'webhooks/resend/v1/resend.proto',
      'google.protobuf.Timestamp': 'google/protobuf/timestamp.proto',
      'google.rpc.BadRequest.FieldViolation': 'google/rpc/error_details.proto',
      'grpc.reflection.v1alpha.ServerReflection': 'grpc/reflection/v1alpha/reflection.proto',
    };
    for (const [symbol, file] of Object.entries(symbols)) {
      it(`finds ${symbol} and all that its file imports`, async () => {
        const files = filesOf(await ask({ file_containing_symbol: symbol }));
        const names = files.map(({ name }) => name);
        expect(names[0]).to.equal(file);
        expect(names).to.include.members(files.flatMap(({ dependency }) => dependency));
      });
    }

    it('finds a file', async () => {
      const name = 'webhooks/catalog/v1/catalog.proto';
      expect(filesOf(await ask({ file_by_filename: name }))[0]).to.include({ name });
    });

    it('knows no extensions', async () => {
      const type = 'webhooks.resend.v1.Resend';
      const { all_extension_numbers_response: none } = await ask({
        all_extension_numbers_of_type: type,
      });
      expect(none).to.deep.equal({ base_type_name: type, extension_number: [] });
    });

    const unknown: Json[] = [
      { file_containing_symbol: 'webhooks.resend.v1.Nothing' },
      { file_by_filename: 'nothing.proto' },
      { all_extension_numbers_of_type: 'nothing' },
      { file_containing_extension: { containing_type: 'nothing', extension_number: 1 } },
    ];
    for (const request of unknown) {
      it(`does not find ${JSON.stringify(request)}`, async () => {
        expect((await ask(request))['error_response']).to.include({ error_code: 5 });
      });
    }
  });
});
