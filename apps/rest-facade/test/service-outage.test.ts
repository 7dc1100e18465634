import { Code, ConnectError } from '@connectrpc/connect';
import { mintUserToken, startHttpReceiver, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { acceptedResend } from './fake-service.ts';
import { RESEND_PATH, type RestHarness, SECRET, startHarness } from './rest-harness.ts';

const OBJECT = { resend_type: 'CASHIN', object_reference_id: 1 };
const UNAVAILABLE = '{"worked":false,"detail":"Service unavailable","code":"service_unavailable"}';

const UNKNOWN =
  '{"worked":false,"detail":"No answer came in time; it may still have happened. Look before you ask again.","code":"outcome_unknown"}';
const UNKNOWN_WITH_KEY =
  '{"worked":false,"detail":"No answer came in time; it may still have happened. Ask again with the same key.","code":"outcome_unknown"}';

const ACCEPTED = acceptedResend(1n, { selection: { resendType: 1 } });

describe('an ailing service', () => {
  let rest: RestHarness;
  beforeEach(async () => {
    rest = await startHarness({ settings: { rpcTimeoutMs: 300 }, limits: { maxInFlight: 4 } });
  });
  afterEach(() => rest[Symbol.asyncDispose]());

  async function expectUnavailable(response: Response): Promise<void> {
    expect(response.status).to.equal(503);
    expect(response.headers.get('retry-after')).to.equal('1');
    expect(await response.text()).to.equal(UNAVAILABLE);
  }

  it('is told as 503 while it is away, and forgotten when it is back', async () => {
    expect((await rest.post(OBJECT)).status).to.equal(200);
    await rest.service.stop();
    await expectUnavailable(await rest.post(OBJECT));
    await expectUnavailable(await rest.call(RESEND_PATH));
    await rest.service.start();
    await waitFor(async () => (await rest.post(OBJECT)).status === 200, { what: 'the service' });
  });

  async function expectUnknown(response: Response): Promise<void> {
    expect(response.status).to.equal(504);
    expect(response.headers.get('retry-after')).to.equal(null);
    expect(await response.text()).to.equal(UNKNOWN);
  }

  async function expectUnknownWithKey(response: Response): Promise<void> {
    expect(response.status).to.equal(503);
    expect(response.headers.get('retry-after')).to.equal('1');
    expect(await response.text()).to.equal(UNKNOWN_WITH_KEY);
  }

  it('leaves the outcome unknown when it goes away in the middle of a call', async () => {
    const { promise: called, resolve } = Promise.withResolvers<void>();
    rest.service.behaviour.createResend = () => {
      resolve();
      return new Promise(() => {});
    };
    const answer = rest.post(OBJECT);
    await called;
    await rest.service.stop();
    await expectUnknown(await answer);
  });

  it('leaves the outcome of every act unknown when it does not answer by the deadline', async () => {
    const never = () => new Promise<never>(() => {});
    const { behaviour } = rest.service;
    behaviour.createResend = never;
    behaviour.retryFailedDeliveries = never;
    behaviour.cancelResend = behaviour.pauseResend = behaviour.resumeResend = never;
    behaviour.endpoints.createOwnEndpoint = never;
    behaviour.endpoints.removeOwnEndpoint = never;
    behaviour.endpoints.updateOwnEndpoint = never;
    behaviour.endpoints.sendTestEvent = never;
    const key = { 'idempotency-key': 'order-66' };
    const act = (name: string, headers = {}) =>
      rest.call(`${RESEND_PATH}/7890/${name}`, { method: 'POST', headers });
    await expectUnknown(await rest.post(OBJECT));
    await expectUnknownWithKey(await rest.post(OBJECT, key));
    await expectUnknown(await act('retry-failed'));
    await expectUnknownWithKey(await act('retry-failed', key));
    for (const name of ['cancel', 'pause', 'resume']) await expectUnknown(await act(name));
    await expectUnknown(
      await rest.call('/v3/webhooks/endpoints/ep_17', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: '{"enabled":true}',
      }),
    );
    const remove = { method: 'DELETE' };
    await expectUnknown(await rest.call('/v3/webhooks/endpoints/ep_17', remove));
    const test = { method: 'POST' };
    await expectUnknown(await rest.call('/v3/webhooks/endpoints/ep_17/test', test));
    const make = (headers = {}) =>
      rest.call('/v3/webhooks/endpoints', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({
          source_account_branch_identifier: '0001',
          source_account_number: '1',
          url: 'https://merchant.example/',
          type_webhook: 'CASHIN',
        }),
      });
    await expectUnknown(await make());
    await expectUnknownWithKey(await make(key));
  });

  it('leaves the outcome unknown when it says that a deadline is over or a call broken off', async () => {
    for (const code of [Code.DeadlineExceeded, Code.Canceled, Code.Aborted]) {
      rest.service.behaviour.createResend = () => {
        throw new ConnectError('over', code);
      };
      await expectUnknown(await rest.post(OBJECT));
    }
  });

  it('is told as 503 when it says that it does not take the call', async () => {
    for (const code of [Code.Unavailable, Code.ResourceExhausted]) {
      rest.service.behaviour.createResend = () => {
        throw new ConnectError('not now', code);
      };
      await expectUnavailable(await rest.post(OBJECT));
    }
  });

  it('is told as 503 to reads that it does not answer, since there is no outcome', async () => {
    rest.service.behaviour.previewResend = () => new Promise<never>(() => {});
    rest.service.behaviour.getResend = () => new Promise<never>(() => {});
    await expectUnavailable(await rest.call(`${RESEND_PATH}/7890`));
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify(OBJECT);
    await expectUnavailable(await rest.call(`${RESEND_PATH}/preview`, { ...init, body }));
  });

  it('leaves the outcome unknown when something else has its port', async () => {
    await using stranger = await startHttpReceiver();
    await using other = await startHarness({ settings: { rpcUrl: new URL(stranger.url) } });
    await expectUnavailable(await other.call(RESEND_PATH));
    await expectUnknown(await other.post(OBJECT));
  });

  it('takes no more requests of a user than leaves some to others', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    rest.service.behaviour.createResend = async () => {
      await release;
      return ACCEPTED;
    };
    const admitted = [1, 2, 3].map(() => rest.post(OBJECT));
    await waitFor(() => rest.service.calls.length === 3, { what: 'three calls' });
    const tooMany = await rest.post(OBJECT);
    expect(tooMany.status).to.equal(429);
    expect(tooMany.headers.get('retry-after')).to.equal('1');
    const other = { authorization: `Bearer ${mintUserToken(SECRET, { user_id: 300 })}` };
    expect((await rest.call(RESEND_PATH, { headers: other })).status).to.equal(200);
    resolve();
    const statuses = (await Promise.all(admitted)).map(({ status }) => status);
    expect(statuses).to.deep.equal([200, 200, 200]);
  });

  const unexpected: Record<string, () => never> = {
    'an internal error': () => {
      throw new ConnectError('SQLITE_CORRUPT in /data/resend.db', Code.Internal);
    },
    'an unknown error': () => {
      throw new ConnectError('x is undefined at /srv/handler.ts:1', Code.Unknown);
    },
    'a method it does not know': () => {
      throw new ConnectError('not here', Code.Unimplemented);
    },
  };
  for (const [name, fail] of Object.entries(unexpected)) {
    it(`is reported as 500 with nothing about the inside: ${name}`, async () => {
      rest.service.behaviour.createResend = fail;
      const response = await rest.post(OBJECT, { 'x-request-id': 'req-1' });
      expect(response.status).to.equal(500);
      expect(response.headers.get('x-request-id')).to.equal('req-1');
      expect(await response.text()).to.equal(
        '{"worked":false,"detail":"Internal server error. Request ID: req-1","code":"internal_error"}',
      );
    });
  }

  it('is told as 500 when it answers what no resend can be', async () => {
    rest.service.behaviour.createResend = () => acceptedResend(1n, {});
    expect((await rest.post(OBJECT)).status).to.equal(500);
  });

  it('is called over one connection', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => rest.post(OBJECT)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect(rest.service.sessions).to.equal(1);
  });
});
