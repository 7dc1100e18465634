import { expect } from 'chai';
import fc from 'fast-check';

import { decodeJob, encodeJob } from './job-message.ts';

describe('a job message', () => {
  it('says what it was told', () => {
    const jobs = fc.record({
      resendId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      run: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      mode: fc.constantFrom('interactive' as const, 'bulk' as const),
      traceparent: fc.string({ maxLength: 55 }),
    });
    fc.assert(
      fc.property(jobs, (job) => {
        expect(decodeJob(encodeJob(job), job.mode)).to.deep.equal(job);
      }),
    );
  });

  it('is recognised among other bytes by its ids, and other bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const job = decodeJob(bytes, 'bulk');
        expect(job === null || (job.resendId >= 1 && job.run >= 1)).to.equal(true);
      }),
      { numRuns: 1_000 },
    );
  });

  for (const [what, job] of [
    ['no resend', { resendId: 0, run: 1 }],
    ['a negative resend', { resendId: -1, run: 1 }],
    ['no run', { resendId: 1, run: 0 }],
    ['an id that a number cannot hold', { resendId: 2 ** 60, run: 1 }],
  ] as const) {
    it(`is refused with ${what}`, () => {
      const bytes = encodeJob({ ...job, mode: 'bulk', traceparent: '' });
      expect(decodeJob(bytes, 'bulk')).to.equal(null);
    });
  }
});
