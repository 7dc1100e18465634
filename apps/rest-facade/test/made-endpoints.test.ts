import { create } from '@bufbuild/protobuf';
import {
  BreakerState,
  type CreateOwnEndpointRequest,
  OwnEndpointSchema,
} from '@webhooks/contracts';
import { expect } from 'chai';

import { serviceError } from './fake-service.ts';
import { type RestHarness, startHarness } from './rest-harness.ts';

const PATH = '/v3/webhooks/endpoints';
const made = create(OwnEndpointSchema, {
  id: 'ep_new',
  accountId: 17n,
  lastDay: {},
  breaker: { state: BreakerState.CLOSED },
});
const asked = {
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  url: 'https://merchant.example/hook',
  type_webhook: 'CASHIN',
};

describe('endpoints that users make and remove', () => {
  let rest: RestHarness;
  before(async () => {
    rest = await startHarness();
  });
  after(() => rest[Symbol.asyncDispose]());
  beforeEach(() => {
    rest.service.calls.length = 0;
    rest.service.behaviour.endpoints.createOwnEndpoint = () => ({
      endpoint: made,
      signingSecret: 'whsec_new',
    });
  });

  const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    rest.call(PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const request = () => rest.service.calls.at(-1)?.request as CreateOwnEndpointRequest;

  it('are made, with the secret in the answer', async () => {
    const response = await post({ ...asked, x_functions_key: null }, { 'idempotency-key': 'k' });
    const answer = (await response.json()) as { endpoint: unknown };
    expect(response.status).to.equal(200);
    expect(answer).to.deep.include({
      worked: true,
      detail: 'Webhook endpoint created. ID: ep_new',
      signing_secret: 'whsec_new',
    });
    expect(answer.endpoint).to.deep.include({ id: 'ep_new', account_mirror_id: 17, enabled: true });
    expect(request()).to.deep.include({
      branchIdentifier: '0001',
      accountNumber: '123456',
      url: asked.url,
      typeWebhook: 'CASHIN',
      idempotencyKey: 'k',
    });
    expect(request().authorizationToken).to.equal(undefined);
    for (const type_webhook of [
      'CASHOUT',
      'PIX_CASHIN_RECEIVED',
      'resend.finished',
      'endpoint.health',
    ]) {
      expect((await post({ ...asked, type_webhook })).status).to.equal(200);
    }
    await post({ ...asked, authorization_token: 'Bearer x', x_functions_key: 'y' });
    expect(request()).to.include({ authorizationToken: 'Bearer x', xFunctionsKey: 'y' });
  });

  it('tell a repetition of one that was changed no secret', async () => {
    rest.service.behaviour.endpoints.createOwnEndpoint = () => ({
      endpoint: made,
      alreadyCreated: true,
    });
    expect(await (await post(asked)).json()).to.include({ signing_secret: null });
  });

  for (const [change, field, message] of [
    [{ url: undefined }, 'url', 'is required'],
    [{ url: null }, 'url', 'is required'],
    [{ url: 5 }, 'url', 'must be a URL of at most 2048 characters'],
    [{ url: 'x'.repeat(2049) }, 'url', 'must be a URL of at most 2048 characters'],
    [{ type_webhook: 'cashin' }, 'type_webhook', 'must be CASHIN, CASHOUT, one event type, or'],
    [{ type_webhook: 'resend.finishedX' }, 'type_webhook', 'must be CASHIN'],
    [{ source_account_number: '' }, 'source_account_number', 'must be a string of 1 to 32'],
    [{ source_account_branch_identifier: 1 }, 'source_account_branch_identifier', 'must be a str'],
    [{ authorization_token: '' }, 'authorization_token', 'must be 1 to 255 printable ASCII'],
    [{ x_functions_key: 'a\nb' }, 'x_functions_key', 'must be 1 to 255 printable ASCII'],
    [{ id: 'ep_mine' }, 'id', 'is not a known field'],
    [{ signing_secrets: [] }, 'signing_secrets', 'is not a known field'],
  ] as const) {
    it(`are not made of ${JSON.stringify(change).slice(0, 60)}`, async () => {
      const response = await post({ ...asked, ...change });
      expect(response.status).to.equal(422);
      const { errors } = (await response.json()) as {
        errors: [{ field: string; message: string }];
      };
      expect(errors).to.have.length(1);
      expect(errors[0].field).to.equal(field);
      expect(errors[0].message).to.include(message);
      expect(rest.service.calls).to.deep.equal([]);
    });
  }

  it('of an account that is full are refused', async () => {
    rest.service.behaviour.endpoints.createOwnEndpoint = () => {
      throw serviceError('too_many_endpoints');
    };
    const response = await post(asked);
    expect(response.status).to.equal(409);
    expect(await response.json()).to.include({
      detail: 'said by the service',
      code: 'too_many_endpoints',
    });
  });

  it('are removed', async () => {
    const response = await rest.call(`${PATH}/ep_new`, { method: 'DELETE' });
    expect(await response.json()).to.deep.equal({
      worked: true,
      detail: 'Webhook endpoint removed. ID: ep_new',
    });
    expect(rest.service.calls.at(-1)).to.deep.include({ method: 'removeOwnEndpoint' });
    expect(rest.service.calls.at(-1)?.request).to.include({ id: 'ep_new' });
  });

  it('are not removed by a call that says more, or names none', async () => {
    const options = { method: 'DELETE' };
    expect((await rest.call(`${PATH}/ep_new?force=1`, options)).status).to.equal(422);
    const headers = { 'content-type': 'application/json' };
    const more = { ...options, headers, body: '{"force":true}' };
    expect((await rest.call(`${PATH}/ep_new`, more)).status).to.equal(422);
    expect((await rest.call(`${PATH}/%20`, options)).status).to.equal(404);
    expect(rest.service.calls).to.deep.equal([]);
  });
});
