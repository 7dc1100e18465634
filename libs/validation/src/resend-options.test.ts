import { noOptions, type ResendOptions } from '@webhooks/domain';
import { expect } from 'chai';

import { optionViolations } from './resend-options.ts';

const nowMs = Date.UTC(2026, 4, 12);
const dayMs = 86_400_000;

describe('optionViolations', () => {
  const fieldsOf = (change: Partial<ResendOptions>): string[] =>
    optionViolations({ ...noOptions, ...change }, nowMs).map(({ field }) => field);

  it('takes what is within limits, and any moment that is past', () => {
    const longest = { name: 'x'.repeat(64), reason: 'x'.repeat(512) };
    for (const notBeforeMs of [null, 0, nowMs - dayMs, nowMs, nowMs + 30 * dayMs]) {
      expect(fieldsOf({ ...longest, notBeforeMs }), String(notBeforeMs)).to.deep.equal([]);
    }
  });

  it('takes rates from 0.1 to 1,000 a second', () => {
    for (const rate of [0.1, 1, 1_000])
      expect(fieldsOf({ maxRatePerSecond: rate })).to.have.length(0);
    for (const rate of [0, 0.09, -1, 1_000.1, Infinity, Number.NaN]) {
      const fields = fieldsOf({ maxRatePerSecond: rate });
      expect(fields, String(rate)).to.deep.equal(['max_rate_per_second']);
    }
  });

  it('names what is beyond them', () => {
    expect(fieldsOf({ name: '', reason: 'a\nb' })).to.deep.equal(['name', 'reason']);
    for (const notBeforeMs of [nowMs + 30 * dayMs + 1, Infinity, -1, 1e16]) {
      expect(fieldsOf({ notBeforeMs }), String(notBeforeMs)).to.deep.equal(['not_before']);
    }
  });
});
