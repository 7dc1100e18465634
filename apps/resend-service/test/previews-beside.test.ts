import { performance } from 'node:perf_hooks';

import { expect } from 'chai';

import { importRecords, startService, type TestService } from './support/service.ts';

const EVENTS = 6_000;
const ENDPOINTS = 20;
const startS = Date.UTC(2026, 4, 2, 10) / 1000;
const selection = {
  resend_type: 'RESEND_TYPE_CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: { seconds: startS },
  end_datetime: { seconds: startS + EVENTS },
};
const account = { id: 17, branch_identifier: '0001', number: '123456', user_ids: [246] };
const endpoints = Array.from({ length: ENDPOINTS }, (_, index) => ({
  endpoint: {
    id: `ep_${index}`,
    account_id: 17,
    url: 'http://127.0.0.1:9/',
    type_webhook: 'CASHIN',
  },
}));
const events = Array.from({ length: EVENTS }, (_, index) => ({
  event: {
    id: `evt_${index}`,
    account_id: 17,
    resend_type: 'RESEND_TYPE_CASHIN',
    object_reference_id: index + 1,
    type: 'PAID',
    occurred_at: new Date((startS + index) * 1000).toISOString(),
    payload: '',
  },
}));

describe('previews beside other calls', () => {
  let service: TestService;

  before(async function () {
    this.timeout(60_000);
    service = await startService();
    await importRecords(service.app.rpcPort, [{ account }, ...endpoints, ...events]);
    // Starts the thread.
    await service.resends.unary('PreviewResend', {
      selection: { ...selection, event_types: ['NONE'] },
    });
  });
  after(() => service[Symbol.asyncDispose]());

  async function preview(change: object): Promise<number> {
    for (;;) {
      const answer = await service.resends.unary('PreviewResend', {
        selection: { ...selection, ...change },
      });
      if (answer['exact'] === true) return answer['deliveries'] as number;
      expect(answer).to.include({ deliveries: 0, events: 0 });
    }
  }

  it('leave the thread that answers to the others', async function () {
    this.timeout(60_000);
    const before = performance.eventLoopUtilization();
    const previews = await Promise.all([
      preview({}),
      preview({ event_types: ['PAID'] }),
      preview({ delivery_state: 'DELIVERY_STATE_FILTER_NEVER_ATTEMPTED' }),
      preview({ endpoint_ids: endpoints.map(({ endpoint: { id } }) => id) }),
    ]);
    const { utilization } = performance.eventLoopUtilization(before);
    const all = EVENTS * ENDPOINTS;
    expect(previews.slice(0, 2)).to.deep.equal([all, all]);
    expect(previews[3]).to.equal(all);
    expect(utilization, 'share of the time that the thread was busy').to.be.below(0.5);
  });
});
