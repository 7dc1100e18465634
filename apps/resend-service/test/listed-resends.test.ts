import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { expect } from 'chai';

import { CreateResendRequestSchema, NotFoundSchema, ResendType } from '@webhooks/contracts';
import { loadSampleRecords } from '@webhooks/testing';

import type { Json } from './support/grpc-client.ts';
import { acceptable, relayAll, relayTo } from './support/relay.ts';
import { importRecords, startService, type TestService } from './support/service.ts';
import { serviceToken } from './support/settings.ts';

const cashIn = { resend_type: 'RESEND_TYPE_CASHIN' };
const account = (number: string) => ({
  source_account_branch_identifier: '0001',
  source_account_number: number,
});

describe('a selection that lists', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
    const shared = {
      object: { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 60001, account_id: 18 },
    };
    await importRecords(service.app.rpcPort, [...loadSampleRecords(), shared]);
  });

  after(() => service[Symbol.asyncDispose]());

  const requestOf = (selection: Json): Json => ({ selection: { ...cashIn, ...selection } });
  const accept = (selection: Json): Promise<Json> =>
    service.resends.unary('CreateResend', requestOf(selection));

  it('is accepted for objects, each counted once, and shows how many', async () => {
    const list = { object_reference_ids: [12345, 40001, 12345] };
    const { resend } = await accept(list);
    expect(resend).to.deep.include({
      account_id: 17,
      listed: { field: 'object_reference_ids', count: 2 },
    });
    expect(resend.selection.object_reference_ids).to.deep.equal([]);
    const { events } = await service.resends.unary('PreviewResend', requestOf(list));
    expect(events).to.equal(0);
  });

  it('is accepted for events, and is kept whole in the audit trail', async () => {
    const { resend } = await accept({ event_ids: ['evt_12345_2', 'evt_key_1'] });
    expect(resend.listed).to.deep.equal({ field: 'event_ids', count: 2 });
    const audit = service.client('webhooks.audit.v1.AuditService');
    const token = serviceToken('audit:read');
    const { records } = await audit.unary('ListAuditRecords', { resend_id: resend.id }, { token });
    expect(records[0].predicate.selection.event_ids).to.deep.equal(['evt_12345_2', 'evt_key_1']);
  });

  it('is accepted for keys of events of the account that is named', async () => {
    const event = {
      id: 'evt_keyed',
      account_id: 17,
      resend_type: 'RESEND_TYPE_CASHIN',
      type: 'PIX_CASHIN_RECEIVED',
      occurred_at: '2026-05-02T10:00:00Z',
      payload: 'e30=',
      keys: { end_to_end_id: 'E1' },
    };
    await importRecords(service.app.rpcPort, [{ event }]);
    const keys = [{ name: 'end_to_end_id', value: 'E1' }];
    const { resend } = await accept({ keys, ...account('123456') });
    expect(resend.listed).to.deep.equal({ field: 'keys', count: 1 });
    for (const [number, reason] of [
      ['7003093', 'EVENTS_NOT_FOUND'],
      ['404', 'ACCOUNT_NOT_FOUND'],
    ] as const) {
      const request = requestOf({ keys, ...account(number) });
      const { details } = await service.resends.refusal('CreateResend', request);
      expect(details['google.rpc.ErrorInfo']).to.include({ reason });
    }
    const unnamed = requestOf({ keys: [{ name: 'id', value: 'E1' }], ...account('123456') });
    expect((await service.resends.refusal('CreateResend', unnamed)).message).to.match(
      / keys must /,
    );
  });

  const refused: Record<string, [selection: Json, reason: string, entries: string[]]> = {
    'unknown and foreign objects': [
      { object_reference_ids: [404, 12345, 50001, 404] },
      'QR_CODE_NOT_FOUND',
      ['404', '50001'],
    ],
    'objects of another account than the one that is named': [
      { object_reference_ids: [12345, 60001], ...account('7003093') },
      'QR_CODE_NOT_FOUND',
      ['12345'],
    ],
    'an account that is unknown': [
      { object_reference_ids: [12345], ...account('404') },
      'QR_CODE_NOT_FOUND',
      ['12345'],
    ],
    'unknown and foreign events': [
      { event_ids: ['evt_404', 'evt_12345_1', 'evt_20_1'] },
      'EVENTS_NOT_FOUND',
      ['evt_404', 'evt_20_1'],
    ],
    'events of the other side': [
      { event_ids: ['evt_98765_1', 'evt_12345_1'] },
      'EVENTS_NOT_FOUND',
      ['evt_98765_1'],
    ],
  };
  for (const [what, [selection, reason, entries]] of Object.entries(refused)) {
    it(`is refused, with all that is not found: ${what}`, async () => {
      const before = await service.resends.unary('ListResends', {});
      for (const method of ['CreateResend', 'PreviewResend']) {
        const refusal = await service.resends.refusal(method, requestOf(selection));
        expect(refusal.status).to.equal('NOT_FOUND');
        expect(refusal.details['google.rpc.ErrorInfo']).to.include({ reason });
        expect(refusal.details['webhooks.resend.v1.NotFound']).to.deep.equal({
          entries,
          total: entries.length,
        });
      }
      expect(await service.resends.unary('ListResends', {})).to.deep.equal(before);
    });
  }

  it('is refused when its entries are of two accounts', async () => {
    const request = requestOf({ object_reference_ids: [12345, 60001] });
    const refusal = await service.resends.refusal('CreateResend', request);
    expect(refusal.message).to.equal(
      'Validation error: object_reference_ids must be of one account',
    );
  });

  it('is refused beside another way to name what is meant, and when it is too long', async () => {
    const two = requestOf({ object_reference_id: 12345, event_ids: ['evt_12345_1'] });
    expect((await service.resends.refusal('CreateResend', two)).message).to.equal(
      'Validation error: event_ids must not be given beside object_reference_id',
    );
    const ids = Array.from({ length: 1_001 }, (_, index) => index + 1);
    const long = requestOf({ object_reference_ids: ids });
    const { status, details } = await service.resends.refusal('CreateResend', long);
    expect(status).to.equal('INVALID_ARGUMENT');
    expect(details['google.rpc.ErrorInfo']).to.include({ reason: 'LIST_TOO_LONG' });
  });

  it('has 1,000 entries also where posts are relayed, and learns of all that is not found', async () => {
    const objectReferenceIds = Array.from({ length: 1_000 }, (_, index) => BigInt(index + 1));
    const selection = { resendType: ResendType.CASHIN, objectReferenceIds };
    const message = create(CreateResendRequestSchema, { selection });
    const request = toBinary(CreateResendRequestSchema, message);
    const calls = [acceptable, { ...acceptable, request }];
    const results = await relayAll(relayTo(service), calls);
    const { outcome } = results.find(({ index }) => index === 1) ?? {};
    if (outcome?.case !== 'failure') throw new Error(`not refused: ${outcome?.case}`);
    const detail = outcome.value.details.find(({ typeUrl }) => typeUrl.endsWith('NotFound'));
    if (detail === undefined) throw new Error('nothing is named');
    expect(toEntries(detail.value)).to.deep.equal(objectReferenceIds.map(String));
  });
});

function toEntries(bytes: Uint8Array): readonly string[] {
  return fromBinary(NotFoundSchema, bytes).entries;
}
