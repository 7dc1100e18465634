import { expect } from 'chai';

import type { Json } from './support/grpc-client.ts';
import { startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const account = { account: { id: 17, branch_identifier: '0001', number: '1', user_ids: [246] } };
const secret = (fill: number): string => `whsec_${Buffer.alloc(24, fill).toString('base64')}`;

function event(id: string, change: Json = {}): Json {
  return {
    event: {
      id,
      account_id: 17,
      resend_type: 'RESEND_TYPE_CASHIN',
      type: 'PIX_CASHIN_RECEIVED',
      occurred_at: { seconds: 1_770_000_000, nanos: 0 },
      payload: Buffer.from('{}'),
      ...change,
    },
  };
}

function endpoint(id: string, change: Json = {}): Json {
  return {
    endpoint: {
      id,
      account_id: 17,
      url: 'https://merchant.example/hook',
      type_webhook: 'CASHIN',
      authorization_token: 'hush',
      x_functions_key: '',
      signing_secrets: [secret(1)],
      ...change,
    },
  };
}

describe('the catalog', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
    await service.catalog.unary('BatchUpsertRecords', { records: [account] });
  });

  after(() => service[Symbol.asyncDispose]());

  describe('ImportRecords', () => {
    async function importAll(messages: readonly Json[][]): Promise<Json> {
      const { call, answer } = service.catalog.clientStream('ImportRecords');
      for (const records of messages) call.write({ records });
      call.end();
      return answer;
    }

    it('takes records over many messages and groups', async () => {
      const messages = Array.from({ length: 30 }, (_, message) =>
        Array.from({ length: 50 }, (__, index) => event(`evt_many_${message}_${index}`)),
      );
      const answer = await importAll(messages);
      expect(answer).to.deep.equal({ accepted: 1500, rejected: 0, errors: [] });
    });

    it('takes the same records again', async () => {
      const records = [account, endpoint('ep_again'), event('evt_again')];
      await importAll([records]);
      expect(await importAll([records])).to.include({ accepted: 3, rejected: 0 });
    });

    it('refuses wrong records by their index and takes the others', async () => {
      const answer = await importAll([
        [event('evt_1'), event('bad id'), {}],
        [
          event('evt_2', { occurred_at: null }),
          event('evt_3', { account_id: 999 }),
          event('evt_4', { resend_type: 0 }),
          event('evt_1', { payload: Buffer.from('changed') }),
          endpoint('ep_bad', { url: 'ftp://a.example' }),
          endpoint('ep_nan', { max_rate_per_second: NaN }),
          event('evt_5', { outcome: 99 }),
          event('evt_6'),
        ],
      ]);
      expect(answer).to.include({ accepted: 2, rejected: 9 });
      expect(answer['errors'].map(({ index, field }: Json) => [index, field])).to.deep.equal([
        [1, 'event.id'],
        [2, ''],
        [3, 'event.occurred_at'],
        [4, 'event.account_id'],
        [5, 'event.resend_type'],
        [6, 'event.payload'],
        [7, 'endpoint.url'],
        [8, 'endpoint.max_rate_per_second'],
        [9, 'event.outcome'],
      ]);
    });

    it('counts every refusal and names the first thousand', async () => {
      const records = Array.from({ length: 1_200 }, () => event('bad id'));
      const answer = await importAll([records]);
      expect(answer).to.include({ accepted: 0, rejected: 1200 });
      expect(answer['errors']).to.have.length(1000);
    });

    it('answers an empty stream', async () => {
      expect(await importAll([])).to.include({ accepted: 0, rejected: 0 });
    });

    it('keeps what was sent before the client went away', async () => {
      const { call, answer } = service.catalog.clientStream('ImportRecords', { deadlineMs: 300 });
      call.write({
        records: [...Array(500).keys()].map((index) => event(`evt_gone_${index}`)),
      });
      const error = await answer.catch((reason: unknown) => reason);
      expect(error).to.include({ code: 4 });
      const [{ event: contradiction }] = [event('evt_gone_0', { type: 'OTHER' })];
      const again = await importAll([[{ event: contradiction }]]);
      expect(again).to.include({ rejected: 1 });
    });

    it('has a limit for imports at once', async () => {
      const running = Array.from({ length: 8 }, () =>
        service.catalog.clientStream('ImportRecords'),
      );
      for (const { call } of running) call.write({ records: [account] });
      let refused: unknown;
      do {
        refused = await importAll([[account]]).catch((reason: unknown) => reason);
      } while (!(refused instanceof Error));
      expect(refused).to.include({ code: 8 });
      for (const { call } of running) call.end();
      for (const { answer } of running) expect(await answer).to.include({ accepted: 1 });
    });
  });

  it('upserts a batch and tells of every refusal', async () => {
    const records = Array.from({ length: 1_100 }, () => ({}));
    const answer = await service.catalog.unary('BatchUpsertRecords', { records });
    expect(answer['accepted']).to.equal(0);
    expect(answer['errors']).to.have.length(1_100);
  });

  describe('endpoints', () => {
    beforeEach(async () => {
      const records = [endpoint('ep_a'), endpoint('ep_b', { signing_secrets: [] })];
      await service.catalog.unary('BatchUpsertRecords', { records });
    });

    const get = async (id: string): Promise<Json> =>
      (await service.catalog.unary('GetEndpoint', { id }))['endpoint'];

    it('are shown without what is secret', async () => {
      const shown = await get('ep_a');
      expect(shown).to.deep.include({
        has_authorization_token: true,
        has_x_functions_key: false,
        signing_secret_count: 1,
        disabled_reason: '',
        disabled_at: null,
      });
      expect(shown['endpoint']).to.include({ url: 'https://merchant.example/hook' });
      expect(JSON.stringify(shown)).to.not.match(/hush|whsec/);
    });

    it('are listed in pages by id', async () => {
      const request = { account_id: 17, page_size: 1 };
      const first = await service.catalog.unary('ListEndpoints', request);
      expect(first['endpoints'].map((view: Json) => view['endpoint'].id)).to.deep.equal(['ep_a']);
      const rest = await service.catalog.unary('ListEndpoints', {
        account_id: 17,
        page_token: first['next_page_token'],
      });
      const others = rest['endpoints'].map((view: Json) => view['endpoint'].id);
      expect(others).to.include('ep_b').and.not.include('ep_a');
      expect(rest['next_page_token']).to.equal('');
    });

    it('change in the fields that are present', async () => {
      const change = { id: 'ep_a', authorization_token: '', disabled: true, max_in_flight: 3 };
      const { endpoint: changed } = await service.catalog.unary('UpdateEndpoint', change);
      expect(changed).to.include({ has_authorization_token: false, disabled_reason: 'by_owner' });
      expect(changed.endpoint).to.include({ max_in_flight: 3, type_webhook: 'CASHIN' });
      const enable = { id: 'ep_a', disabled: false, max_in_flight: 0 };
      const { endpoint: enabled } = await service.catalog.unary('UpdateEndpoint', enable);
      expect(enabled).to.include({ disabled_reason: '', disabled_at: null });
      expect(enabled.endpoint).to.include({ max_in_flight: 0 });
    });

    const bad: Record<string, Json> = {
      url: { url: 'https://user@merchant.example' },
      type_webhook: { type_webhook: '' },
      authorization_token: { authorization_token: 'a\nb' },
      max_in_flight: { max_in_flight: 257 },
      max_rate_per_second: { max_rate_per_second: -1 },
    };
    for (const [field, change] of Object.entries(bad)) {
      it(`refuse a bad ${field} and stay as they are`, async () => {
        const before = await get('ep_a');
        const request = { id: 'ep_a', ...change };
        const refusal = await service.catalog.refusal('UpdateEndpoint', request);
        expect(refusal.status).to.equal('INVALID_ARGUMENT');
        const { fieldViolations } = refusal.details['google.rpc.BadRequest'] as Json;
        expect(fieldViolations[0].field).to.equal(field);
        expect(await get('ep_a')).to.deep.equal(before);
      });
    }

    it('sign with the new secret and for a while with the old one', async () => {
      const request = { id: 'ep_a', signing_secret: secret(2), overlap_seconds: 60 };
      const { endpoint: rotated } = await service.catalog.unary('RotateEndpointSecret', request);
      expect(rotated.signing_secret_count).to.equal(2);
      const last = { id: 'ep_a', signing_secret: secret(3), overlap_seconds: 0 };
      const { endpoint: alone } = await service.catalog.unary('RotateEndpointSecret', last);
      expect(alone.signing_secret_count).to.equal(1);
    });

    it('refuse a secret or an overlap that cannot be', async () => {
      const request = { id: 'ep_a', signing_secret: 'whsec_x', overlap_seconds: 604_801 };
      const { details } = await service.catalog.refusal('RotateEndpointSecret', request);
      const { fieldViolations } = details['google.rpc.BadRequest'] as Json;
      expect(fieldViolations).to.have.length(2);
      expect(JSON.stringify(details)).to.not.match(/whsec_x/);
    });

    for (const method of ['GetEndpoint', 'UpdateEndpoint', 'RotateEndpointSecret']) {
      it(`that are unknown are NOT_FOUND to ${method}`, async () => {
        const request = { id: 'ep_unknown', signing_secret: secret(1) };
        const { status, details } = await service.catalog.refusal(method, request);
        expect(status).to.equal('NOT_FOUND');
        expect(details['google.rpc.ErrorInfo']).to.include({ reason: 'ENDPOINT_NOT_FOUND' });
      });
    }
  });

  describe('is for services', () => {
    const tokens: Record<string, [token: string, status: string]> = {
      'not for users': [userToken(246), 'PERMISSION_DENIED'],
      'not without the scope': [serviceToken('catalog:read'), 'PERMISSION_DENIED'],
      'not with a damaged token': [`${serviceToken('catalog:write')}x`, 'UNAUTHENTICATED'],
    };
    for (const [title, [token, status]] of Object.entries(tokens)) {
      it(title, async () => {
        const refusal = await service.catalog.refusal('BatchUpsertRecords', {}, { token });
        expect(refusal.status).to.equal(status);
      });
    }
  });
});
