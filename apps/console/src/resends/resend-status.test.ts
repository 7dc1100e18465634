import { expect } from 'chai';

import { failedParts } from './failed-parts.ts';
import { shownStatus, statusLooks } from './resend-status.ts';

describe('the status of a resend', () => {
  const running = { status: 'PROCESSING', finished_at: null } as const;
  const settled = { status: 'FAILED', finished_at: '2026-05-12T10:33:20.001Z' } as const;

  it('is what was asked of it while it is not settled', () => {
    expect(shownStatus({ ...running, control: 'PAUSED' })).to.equal('PAUSED');
    expect(shownStatus({ ...running, control: 'CANCELLING', cancelled: 1 })).to.equal('CANCELLING');
    expect(shownStatus({ ...running, control: 'RUNNING' })).to.equal('PROCESSING');
  });

  it('says of a settled one that it was cancelled, which does not look like a failure', () => {
    const shown = shownStatus({ ...settled, control: null, cancelled: 4 });
    expect(shown).to.equal('CANCELLED');
    expect(statusLooks[shown].tone).to.not.equal(statusLooks.FAILED.tone);
    expect(shownStatus({ ...settled, control: null, cancelled: 0 })).to.equal('FAILED');
  });

  it('comes with the parts of what failed, those alone that there are some of', () => {
    const valuesOf = (counts: Parameters<typeof failedParts>[0]) =>
      failedParts(counts).map(({ value }) => value);
    expect(valuesOf({ failed: 934, skipped: 918, cancelled: 0 })).to.deep.equal([16, 918]);
    expect(valuesOf({ failed: 5, skipped: 0, cancelled: 5 })).to.deep.equal([5]);
    expect(valuesOf({ failed: 0, skipped: 0, cancelled: 0 })).to.deep.equal([]);
    expect(valuesOf({ failed: 2 })).to.deep.equal([2]);
  });
});
