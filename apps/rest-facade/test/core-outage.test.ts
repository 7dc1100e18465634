import { Code, ConnectError } from '@connectrpc/connect';
import { startHttpReceiver, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { acceptedResend } from './fake-core.ts';
import { RESEND_PATH, type RestHarness, startHarness } from './rest-harness.ts';

const OBJECT = { resend_type: 'CASHIN', object_reference_id: 1 };
const UNAVAILABLE = '{"worked":false,"detail":"Service unavailable","code":"service_unavailable"}';

const ACCEPTED = acceptedResend(1n, { selection: { resendType: 1 } });

describe('an ailing core', () => {
  let rest: RestHarness;
  beforeEach(async () => {
    rest = await startHarness({ settings: { rpcTimeoutMs: 300 }, limits: { maxInFlight: 3 } });
  });
  afterEach(() => rest[Symbol.asyncDispose]());

  async function expectUnavailable(response: Response): Promise<void> {
    expect(response.status).to.equal(503);
    expect(response.headers.get('retry-after')).to.equal('1');
    expect(await response.text()).to.equal(UNAVAILABLE);
  }

  it('is told as 503 while it is away, and forgotten when it is back', async () => {
    expect((await rest.post(OBJECT)).status).to.equal(200);
    await rest.core.stop();
    await expectUnavailable(await rest.post(OBJECT));
    await expectUnavailable(await rest.call(RESEND_PATH));
    await rest.core.start();
    await waitFor(async () => (await rest.post(OBJECT)).status === 200, { what: 'the core' });
  });

  it('is told as 503 when it goes away in the middle of a call', async () => {
    const { promise: called, resolve } = Promise.withResolvers<void>();
    rest.core.behaviour.createResend = () => {
      resolve();
      return new Promise(() => {});
    };
    const answer = rest.post(OBJECT);
    await called;
    await rest.core.stop();
    await expectUnavailable(await answer);
  });

  it('is told as 503 when it does not answer by the deadline', async () => {
    rest.core.behaviour.createResend = () => new Promise(() => {});
    await expectUnavailable(await rest.post(OBJECT));
  });

  it('is told as 503 when something else has its port', async () => {
    await using stranger = await startHttpReceiver();
    await using other = await startHarness({ settings: { rpcUrl: new URL(stranger.url) } });
    await expectUnavailable(await other.post(OBJECT));
  });

  it('is told as 503 to what exceeds the requests in flight', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    rest.core.behaviour.createResend = async () => {
      await release;
      return ACCEPTED;
    };
    const admitted = [1, 2, 3].map(() => rest.post(OBJECT));
    await waitFor(() => rest.core.calls.length === 3, { what: 'three calls' });
    await expectUnavailable(await rest.post(OBJECT));
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
    it(`is told as 500 with nothing about the inside: ${name}`, async () => {
      rest.core.behaviour.createResend = fail;
      const response = await rest.post(OBJECT, { 'x-request-id': 'req-1' });
      expect(response.status).to.equal(500);
      expect(response.headers.get('x-request-id')).to.equal('req-1');
      expect(await response.text()).to.equal(
        '{"worked":false,"detail":"Internal server error. Request ID: req-1","code":"internal_error"}',
      );
    });
  }

  it('is told as 500 when it answers what no resend can be', async () => {
    rest.core.behaviour.createResend = () => acceptedResend(1n, {});
    expect((await rest.post(OBJECT)).status).to.equal(500);
  });

  it('is called over one connection', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => rest.post(OBJECT)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect(rest.core.sessions).to.equal(1);
  });
});
