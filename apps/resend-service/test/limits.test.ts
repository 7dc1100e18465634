import { expect } from 'chai';

import { loadSampleRecords } from '@webhooks/testing';

import type { Json, Refusal } from './support/grpc-client.ts';
import { toRefusal } from './support/grpc-client.ts';
import { importRecords, startService } from './support/service.ts';
import { userToken } from './support/settings.ts';

const bulk = {
  resend_type: 'RESEND_TYPE_CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: { seconds: Date.UTC(2026, 4, 1) / 1000, nanos: 0 },
  end_datetime: { seconds: Date.UTC(2026, 4, 12) / 1000, nanos: 0 },
};
const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };

describe('limits', () => {
  /** Starts a service with the sample, and settles the answers to fifty callers at once. */
  async function start(change: Record<string, string>) {
    const service = await startService(change);
    await importRecords(service.app.rpcPort, loadSampleRecords());
    const many = async (selection: Json, calls: number): Promise<(Json | Refusal)[]> => {
      const answers = await Promise.allSettled(
        Array.from({ length: calls }, () => service.resends.unary('CreateResend', { selection })),
      );
      return answers.map((answer) =>
        answer.status === 'fulfilled' ? answer.value : toRefusal(answer.reason),
      );
    };
    return {
      service,
      many,
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    };
  }

  const accepted = (answers: readonly (Json | Refusal)[]): number =>
    answers.filter((answer) => 'resend' in answer).length;
  const refused = (answers: readonly (Json | Refusal)[]): Refusal[] =>
    answers.filter((answer): answer is Refusal => !('resend' in answer));

  it('let no more bulk resends be active than set, however many ask at once', async () => {
    await using limited = await start({ MAX_ACTIVE_BULK_PER_USER: '3' });
    const answers = await limited.many(bulk, 50);
    expect(accepted(answers)).to.equal(3);
    for (const { status, message, details } of refused(answers)) {
      expect(status).to.equal('RESOURCE_EXHAUSTED');
      expect(message).to.equal('The user has 3 active bulk resends, which is the limit');
      expect(details['google.rpc.ErrorInfo']).to.deep.include({
        reason: 'TOO_MANY_REQUESTS',
        metadata: { limit: 'active_bulk_resends_of_user', limit_value: '3' },
      });
      expect(details['google.rpc.RetryInfo']).to.have.nested.property('retryDelay.seconds', 10);
    }
    expect(accepted(await limited.many(qrCode, 50)), 'single objects').to.equal(50);
  });

  it('hold for an account over all of its users', async () => {
    await using limited = await start({ MAX_ACTIVE_BULK_PER_ACCOUNT: '2' });
    expect(accepted(await limited.many(bulk, 2))).to.equal(2);
    const account = { id: 17, branch_identifier: '0001', number: '123456', user_ids: [246, 7] };
    await importRecords(limited.service.app.rpcPort, [{ account }]);
    const refusal = await limited.service.resends.refusal(
      'CreateResend',
      { selection: bulk },
      { token: userToken(7) },
    );
    expect(refusal.message).to.match(/^The account has 2 active/);
  });

  it('let each user make a burst of calls, and then so many a second', async () => {
    await using limited = await start({ USER_REQUESTS_PER_SECOND: '1', USER_REQUEST_BURST: '5' });
    const { service } = limited;
    const answers = await limited.many(qrCode, 20);
    expect(accepted(answers)).to.be.within(5, 7);
    const [first] = refused(answers);
    expect(first?.status).to.equal('RESOURCE_EXHAUSTED');
    expect(first?.details).to.have.property('google.rpc.RetryInfo');
    const reading = await service.resends.refusal('ListResends', {});
    expect(reading.status).to.equal('RESOURCE_EXHAUSTED');
    const others = { token: userToken(300) };
    await service.resends.unary('ListResends', {}, others);
  });

  it('are wide by default for single objects', async () => {
    await using unlimited = await start({});
    expect(accepted(await unlimited.many(qrCode, 300))).to.equal(300);
  });
});
