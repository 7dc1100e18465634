import { expect } from 'chai';

import { paceWindowAt, toResendProgress } from './endpoint-progress.ts';
import type { EndpointProgressRow, ProgressedRow } from './endpoint-progress.ts';

const nowMs = 1_800_000_010_000;
const window = paceWindowAt(nowMs);

const running: ProgressedRow = {
  id: 7,
  total: 100,
  planned: 100,
  plan_done: 1,
  delivered: 0,
  failed: 0,
  control: 'RUNNING',
  runs_from_ms: nowMs - 100_000,
  max_rate_per_second: null,
  sample_state: null,
  finished_at_ms: null,
};

const row: EndpointProgressRow = {
  endpoint_id: 'ep',
  counted: null,
  planned: 100,
  delivered: 0,
  failed: 0,
  skipped: 0,
  cancelled: 0,
  retrying: 0,
  pace_window: 0,
  pace_settled: 0,
  pace_settled_before: 0,
  pace_since_ms: 0,
  max_rate_per_second: null,
  is_unproven: 0,
  retry_at_ms: null,
};

function progressOf(
  rows: readonly EndpointProgressRow[],
  resend: ProgressedRow = running,
  awaitsOrder = false,
) {
  const expiresAtMs = nowMs + 500_000;
  return toResendProgress(resend, rows, { awaitsOrder: () => awaitsOrder, expiresAtMs, nowMs });
}

const only = (...args: Parameters<typeof progressOf>) => progressOf(...args).endpoints[0];

describe('progress at endpoints', () => {
  const reasons: [string, Partial<ProgressedRow>, Partial<EndpointProgressRow>, boolean?][] = [
    ['paused', { control: 'PAUSED' }, { retry_at_ms: nowMs + 1 }],
    ['not_before', { runs_from_ms: nowMs + 1 }, { max_rate_per_second: 2 }],
    ['verification', {}, { is_unproven: 1, retry_at_ms: nowMs + 1, retrying: 100 }],
    ['breaker', { sample_state: 'SENDING' }, { retry_at_ms: nowMs + 1, retrying: 100 }],
    ['sample', { sample_state: 'SENDING' }, { retrying: 1 }],
    ['retry', {}, { delivered: 40, retrying: 60 }],
    ['order', { max_rate_per_second: 1 }, { retrying: 1 }, true],
    ['pace', {}, { max_rate_per_second: 2 }],
    ['pace', { max_rate_per_second: 2 }, {}],
    ['turn', {}, { retrying: 1 }],
  ];
  for (const [reason, resend, endpoint, awaitsOrder] of reasons) {
    it(`wait for ${reason}: ${JSON.stringify({ ...resend, ...endpoint })}`, () => {
      const found = only([{ ...row, ...endpoint }], { ...running, ...resend }, awaitsOrder);
      expect(found?.waitingFor).to.equal(reason);
    });
  }

  it('waits for nothing when all is settled, or while it is cancelled', () => {
    const settled = { ...row, delivered: 97, failed: 3, skipped: 1, retry_at_ms: nowMs };
    expect(only([settled])).to.include({
      ...{ pending: 0, failed: 3, skipped: 1, waitingFor: null },
      ...{ nextTestAtMs: null, estimatedEndMs: null, expiresAtMs: null },
    });
    const cancelling = only([row], { ...running, control: 'CANCELLING' });
    expect(cancelling).to.include({ waitingFor: null, estimatedEndMs: null, pending: 100 });
  });

  it('says when a failing endpoint is tested, and when it is too late', () => {
    expect(only([{ ...row, retry_at_ms: nowMs + 40_000 }])).to.include({
      ...{ waitingFor: 'breaker', nextTestAtMs: nowMs + 40_000, expiresAtMs: nowMs + 500_000 },
    });
  });

  it('ends by the pace of the last minute', () => {
    // 40 within 40 seconds: 60 are left.
    const paced = { pace_window: window, pace_settled: 10, pace_settled_before: 30 };
    const found = only([{ ...row, delivered: 40, ...paced, pace_since_ms: nowMs - 90_000 }]);
    const elapsedMs = nowMs - (window - 1) * 30_000;
    expect(found?.estimatedEndMs).to.equal(Math.ceil(nowMs + (60 * elapsedMs) / 40));
  });

  it('counts from when it began to settle, and not what is long ago', () => {
    const paced = { pace_window: window, pace_settled: 10, pace_since_ms: nowMs - 5_000 };
    expect(only([{ ...row, delivered: 10, ...paced }])?.estimatedEndMs).to.equal(nowMs + 45_000);
    const old = { ...paced, pace_window: window - 2 };
    expect(only([{ ...row, delivered: 10, ...old }])?.estimatedEndMs).to.equal(null);
    const early = { ...paced, pace_since_ms: nowMs - 999 };
    expect(only([{ ...row, delivered: 10, ...early }])?.estimatedEndMs).to.equal(null);
  });

  it('ends by the lower rate that is allowed while no pace is known, from when it may go', () => {
    const rated = { ...row, max_rate_per_second: 10 };
    const slow = { ...running, max_rate_per_second: 2, runs_from_ms: nowMs + 1_000 };
    expect(only([rated], slow)?.estimatedEndMs).to.equal(nowMs + 51_000);
    const tested = { ...rated, retry_at_ms: nowMs + 7_000 };
    expect(only([tested])?.estimatedEndMs).to.equal(nowMs + 17_000);
  });

  it('has no total of many endpoints before the set is counted, and that of one from the resend', () => {
    const planning = { ...running, plan_done: 0, planned: 60 } as const;
    const [one, other] = [
      { ...row, planned: 30 },
      { ...row, endpoint_id: 'other', planned: 30, counted: 70 },
    ];
    const { endpoints } = progressOf([one, other], planning);
    expect(endpoints.map(({ total, pending }) => [total, pending])).to.deep.equal([
      ...[[70, 70]],
      ...[[null, 30]],
    ]);
    expect(only([one], planning)).to.include({ total: 100, pending: 100 });
  });

  it('leaves out what it has nothing for, and a resend that was settled before this was counted', () => {
    const none = { ...row, endpoint_id: 'none', planned: 0 };
    expect(progressOf([row, none]).endpoints).to.have.length(1);
    expect(progressOf([{ ...row, planned: 0 }]).endpoints).to.deep.equal([]);
  });

  it('shows twenty, worst first, and counts the others', () => {
    const named = (id: string, change: Partial<EndpointProgressRow>) => ({
      ...{ ...row, planned: 10, endpoint_id: id, ...change },
    });
    const many = Array.from({ length: 22 }, (_, index) =>
      named(`many_${String(index).padStart(2, '0')}`, { delivered: 10 }),
    );
    const rows = [
      ...many,
      named('most', { delivered: 1 }),
      named('failed', { failed: 2, delivered: 8 }),
      named('down', { retry_at_ms: nowMs }),
    ];
    const { endpoints, others } = progressOf(rows, { ...running, planned: 250, total: 250 });
    expect(endpoints.map(({ endpointId }) => endpointId).slice(0, 4)).to.deep.equal([
      ...['down', 'failed', 'most', 'many_00'],
    ]);
    expect(endpoints).to.have.length(20);
    expect(others).to.equal(5);
  });
});
