import type { AttemptOutcome, ErrorClass } from '@webhooks/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { dispositionAfter, type DeliveryProgress } from './disposition.ts';
import { defaultScheduleMs } from './retry-schedule.ts';

type Outcome = Pick<AttemptOutcome, 'errorClass' | 'httpStatus' | 'retryAfterMs'>;

const nowMs = 1_800_000_000_000;
const first: DeliveryProgress = {
  attempts: 1,
  createdAtMs: nowMs - 1_000,
  nowMs,
  scheduleMs: [0, 5_000, 30_000],
  expiresAfterMs: 3_600_000,
  random: () => 0,
};

const failed: Outcome = { errorClass: 'http_status', httpStatus: 500, retryAfterMs: null };

describe('dispositionAfter', () => {
  it('takes a success as delivered, also at the last attempt and after expiry', () => {
    const success: Outcome = { errorClass: null, httpStatus: 204, retryAfterMs: null };
    expect(dispositionAfter(success, first)).to.deep.equal({ state: 'DELIVERED' });
    const late = { ...first, attempts: 3, createdAtMs: 0 };
    expect(dispositionAfter(success, late)).to.deep.equal({ state: 'DELIVERED' });
  });

  it('takes 410 as the end of the endpoint, whatever is left of the schedule', () => {
    const gone: Outcome = { ...failed, httpStatus: 410 };
    const expected = { state: 'FAILED', reason: 'endpoint_gone' };
    expect(dispositionAfter(gone, first)).to.deep.equal(expected);
    expect(dispositionAfter(gone, { ...first, attempts: 3 })).to.deep.equal(expected);
  });

  for (const errorClass of [
    'dns',
    'connect_refused',
    'connect_timeout',
    'tls',
    'timeout',
    'reset',
    'protocol',
    'blocked_address',
    'http_status',
  ] satisfies ErrorClass[]) {
    it(`retries after ${errorClass}`, () => {
      const outcome: Outcome = { errorClass, httpStatus: null, retryAfterMs: null };
      expect(dispositionAfter(outcome, first)).to.have.property('state', 'RETRYING');
    });
  }

  it('retries an answer that says success but never ended', () => {
    const outcome: Outcome = { errorClass: 'timeout', httpStatus: 200, retryAfterMs: null };
    expect(dispositionAfter(outcome, first)).to.have.property('state', 'RETRYING');
  });

  for (const [attempts, waitMs] of [
    [1, 5_000],
    [2, 30_000],
  ] as const) {
    it(`waits ${waitMs} ms after attempt ${attempts}`, () => {
      expect(dispositionAfter(failed, { ...first, attempts })).to.deep.equal({
        state: 'RETRYING',
        nextAttemptAtMs: nowMs + waitMs,
      });
    });
  }

  for (const attempts of [3, 4]) {
    it(`gives up after attempt ${attempts} of 3, without a reason`, () => {
      const expected = { state: 'FAILED', reason: null };
      expect(dispositionAfter(failed, { ...first, attempts })).to.deep.equal(expected);
    });
  }

  it('makes 8 attempts by default', () => {
    const states = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => {
      const progress = { ...first, scheduleMs: defaultScheduleMs, attempts, expiresAfterMs: 1e12 };
      return dispositionAfter(failed, progress).state;
    });
    expect(states).to.deep.equal([...new Array<string>(7).fill('RETRYING'), 'FAILED']);
  });

  for (const [retryAfterMs, waitMs] of [
    [0, 5_000],
    [4_999, 5_000],
    [5_000, 5_000],
    [5_001, 5_001],
    [60_000, 60_000],
  ] as const) {
    it(`waits ${waitMs} ms when ${retryAfterMs} ms are asked for and 5000 scheduled`, () => {
      const outcome = { ...failed, httpStatus: 429, retryAfterMs };
      expect(dispositionAfter(outcome, first)).to.deep.equal({
        state: 'RETRYING',
        nextAttemptAtMs: nowMs + waitMs,
      });
    });
  }

  for (const [random, waitMs] of [
    [0, 5_000],
    [0.5, 5_500],
    [0.999, 5_999],
    [0.0001, 5_001],
  ] as const) {
    it(`waits ${waitMs} ms of 5000 with a jitter of ${random}`, () => {
      expect(dispositionAfter(failed, { ...first, random: () => random })).to.deep.equal({
        state: 'RETRYING',
        nextAttemptAtMs: nowMs + waitMs,
      });
    });
  }

  it('spreads what Retry-After asked for as well', () => {
    const outcome = { ...failed, httpStatus: 503, retryAfterMs: 100_000 };
    expect(dispositionAfter(outcome, { ...first, random: () => 0.5 })).to.deep.equal({
      state: 'RETRYING',
      nextAttemptAtMs: nowMs + 110_000,
    });
  });

  for (const [createdAgoMs, expected] of [
    [3_594_999, { state: 'RETRYING', nextAttemptAtMs: nowMs + 5_000 }],
    [3_595_000, { state: 'FAILED', reason: 'expired' }],
    [3_595_001, { state: 'FAILED', reason: 'expired' }],
  ] as const) {
    it(`is ${expected.state} when its retry would start ${createdAgoMs + 5_000} ms after acceptance`, () => {
      const progress = { ...first, createdAtMs: nowMs - createdAgoMs };
      expect(dispositionAfter(failed, progress)).to.deep.equal(expected);
    });
  }

  it('never retries early, never long after, never in fractions', () => {
    const waits = fc.nat({ max: 86_400_000 });
    const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(waits, fc.option(waits), randoms, (scheduledMs, retryAfterMs, random) => {
        const disposition = dispositionAfter(
          { ...failed, retryAfterMs },
          { ...first, scheduleMs: [0, scheduledMs], expiresAfterMs: 1e12, random: () => random },
        );
        if (disposition.state !== 'RETRYING') throw new Error('not a retry');
        const waitMs = disposition.nextAttemptAtMs - nowMs;
        const leastMs = Math.max(scheduledMs, retryAfterMs ?? 0);
        expect(waitMs).to.be.within(leastMs, Math.ceil(leastMs * 1.2) + 1);
        expect(Number.isInteger(waitMs)).to.equal(true);
      }),
    );
  });
});
