import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { expect } from 'chai';
import protobuf from 'protobufjs';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { serviceToken, startSystem, type System, userToken } from '@webhooks/proof-kit';

import { bulk, qrCode } from './support/documented.ts';
import { GrpcClient, type Message } from './support/grpc.ts';
import { endpointRecord } from './support/records.ts';

const RESENDS = 'webhooks.resend.v1.ResendService';
const qrCodeSelection = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };

describe('The gRPC service', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let resends: GrpcClient;

  const client = (service: string, token: string, headers: Record<string, string> = {}) =>
    new GrpcClient(system.rpcAddress, service, { authorization: `Bearer ${token}`, ...headers });

  before(async () => {
    system = started.use(await startSystem({ RETRY_SCHEDULE: '0,0.05' }));
    receiver = started.use(await startHttpReceiver());
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_17', account_id: 17, url, type_webhook: 'CASHIN' }),
    ]);
    resends = started.use(client(RESENDS, userToken(246)));
  });

  after(() => started.disposeAsync());

  const settled = (id: number): Promise<Message> =>
    waitFor(
      async () => {
        const { resend } = await resends.call('GetResend', { id });
        return (resend as Message)['finished_at'] === null ? null : (resend as Message);
      },
      { what: `resend ${id} to be settled` },
    );

  it('takes a resend, works it off and shows it', async () => {
    const { resend, already_accepted } = await resends.call('CreateResend', {
      selection: qrCodeSelection,
    });
    expect(already_accepted).to.equal(false);
    expect(resend).to.include({ user_id: 246, account_id: 17, status: 'RESEND_STATUS_PENDING' });
    expect(await settled(resend.id)).to.include({
      status: 'RESEND_STATUS_COMPLETED',
      total: 3,
      delivered: 3,
      failed: 0,
      pending: 0,
      detail: '',
    });
  });

  it('has the same resends as the REST API', async () => {
    const id = await system.api.accept(bulk);
    const log = await system.api.settled(id);
    const { resends: list } = await resends.call('ListResends', { page_size: 1 });
    expect(list[0]).to.include({ id, total: log.total, delivered: log.delivered });
    expect(list[0].selection).to.deep.include({
      source_account_branch_identifier: '0001',
      source_account_number: '123456',
      start_datetime: { seconds: Date.parse(bulk.start_datetime) / 1000, nanos: 0 },
      end_datetime: { seconds: Date.parse(bulk.end_datetime) / 1000, nanos: 0 },
    });
  });

  it('pages through the list by its cursors', async () => {
    for (let count = 0; count < 5; count += 1) await system.api.accept(qrCode);
    const expected = (await system.api.page('?limit=5')).results.map(({ id }) => id);
    const first = await resends.call('ListResends', { page_size: 3 });
    const second = await resends.call('ListResends', { page_size: 3, cursor: first['next'] });
    expect([...idsOf(first), ...idsOf(second)].slice(0, 5)).to.deep.equal(expected);
    const back = await resends.call('ListResends', {
      page_size: 3,
      cursor: second['previous'],
      direction: 'CURSOR_DIRECTION_PREVIOUS',
    });
    expect(idsOf(back)).to.deep.equal(idsOf(first));
  });

  it('shows every delivery and every attempt', async () => {
    receiver.handle(({ headers }, response) => {
      response.statusCode = headers['webhook-attempt'] === '1' ? 500 : 200;
      response.end(`answer ${response.statusCode}`);
    });
    const { resend } = await resends.call('CreateResend', {
      selection: { ...qrCodeSelection, object_reference_id: 20001 },
    });
    await settled(resend.id);
    receiver.handle((_request, response) => void response.end());
    const { deliveries } = await resends.call('ListDeliveries', { resend_id: resend.id });
    expect(deliveries).to.have.length(1);
    expect(deliveries[0]).to.include({
      id: 1,
      event_id: 'evt_bytes_1',
      endpoint_id: 'ep_17',
      state: 'DELIVERY_STATE_DELIVERED',
      attempts: 2,
      last_http_status: 200,
    });
    const { attempts } = await resends.call('ListAttempts', {
      resend_id: resend.id,
      delivery_id: 1,
    });
    expect(attempts).to.have.length(2);
    expect(attempts[0]).to.include({ number: 1, http_status: 500, error_class: 'http_status' });
    expect(attempts[1]).to.include({ number: 2, http_status: 200, error_class: '' });
    expect(`${attempts[0].response_snippet}`).to.equal('answer 500');
  });

  it('acts for a user when a service may', async () => {
    const headers = { 'acting-user-id': '246' };
    using allowed = client(RESENDS, serviceToken('resend:act-as-user'), headers);
    const { resend } = await allowed.call('CreateResend', { selection: qrCodeSelection });
    expect(resend.user_id).to.equal(246);
    using forbidden = client(RESENDS, serviceToken('catalog:write'), headers);
    expect(await forbidden.refusal('CreateResend', { selection: qrCodeSelection })).to.deep.include(
      { status: 'PERMISSION_DENIED' },
    );
  });

  describe('refuses with details that a program can read', () => {
    const reason = (text: string) => ({
      'google.rpc.ErrorInfo': { reason: text, domain: 'webhooks.resend' },
    });

    it('an object that is unknown or foreign', async () => {
      for (const object_reference_id of [99999, 50001]) {
        const selection = { ...qrCodeSelection, object_reference_id };
        expect(await resends.refusal('CreateResend', { selection })).to.deep.equal({
          status: 'NOT_FOUND',
          message: 'QR Code not found',
          details: reason('QR_CODE_NOT_FOUND'),
        });
      }
    });

    it('a selection that is not valid', async () => {
      const selection = { resend_type: 'RESEND_TYPE_CASHIN', start_datetime: { seconds: 1 } };
      const { status, details } = await resends.refusal('CreateResend', { selection });
      expect(status).to.equal('INVALID_ARGUMENT');
      expect(details).to.deep.include(reason('VALIDATION_ERROR'));
      const { fieldViolations } = details['google.rpc.BadRequest'] as Message;
      expect(fieldViolations.map(({ field }: Message) => field)).to.have.members([
        'source_account_branch_identifier',
        'source_account_number',
        'end_datetime',
      ]);
    });

    it('a resend that is unknown or foreign', async () => {
      using other = client(RESENDS, userToken(300));
      const { resend } = await resends.call('CreateResend', { selection: qrCodeSelection });
      for (const [caller, id] of [
        [resends, 999_999],
        [other, resend.id],
      ] as const) {
        expect(await caller.refusal('GetResend', { id })).to.deep.equal({
          status: 'NOT_FOUND',
          message: 'Resend not found',
          details: reason('RESEND_NOT_FOUND'),
        });
      }
    });

    it('a call without a valid token', async () => {
      using anonymous = client(RESENDS, 'x');
      expect(await anonymous.refusal('ListResends', {})).to.deep.equal({
        status: 'UNAUTHENTICATED',
        message: 'Unauthorized',
        details: reason('TOKEN_NOT_VALID'),
      });
    });
  });

  it('says that it serves', async () => {
    using health = new GrpcClient(system.rpcAddress, 'grpc.health.v1.Health');
    for (const service of ['', RESENDS, 'webhooks.catalog.v1.CatalogService']) {
      expect(await health.call('Check', { service })).to.deep.equal({ status: 'SERVING' });
    }
  });

  it('describes itself', async () => {
    using reflection = new GrpcClient(system.rpcAddress, 'grpc.reflection.v1.ServerReflection');
    const list = await reflection.exchange('ServerReflectionInfo', { list_services: '*' });
    const names = list['list_services_response'].service.map(({ name }: Message) => name);
    expect(names).to.include.members([RESENDS, 'webhooks.catalog.v1.CatalogService']);
    const { file_descriptor_response: found } = await reflection.exchange('ServerReflectionInfo', {
      file_containing_symbol: `${RESENDS}.CreateResend`,
    });
    const described = loadFileDescriptorSetFromBuffer(fileSet(found.file_descriptor_proto));
    expect(described[RESENDS]).to.have.property('CreateResend');
  });
});

function idsOf({ resends }: Message): number[] {
  return (resends as Message[]).map(({ id }) => id as number);
}

/** A google.protobuf.FileDescriptorSet of encoded files. */
function fileSet(files: readonly Uint8Array[]): Buffer {
  const writer = protobuf.Writer.create();
  // Field 1, length-delimited.
  for (const file of files) writer.uint32(0x0a).bytes(file);
  return Buffer.from(writer.finish());
}
