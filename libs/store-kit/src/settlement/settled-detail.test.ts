import { expect } from 'chai';

import { emptyDetail, failureDetail } from './settled-detail.ts';

describe('settled detail', () => {
  const row = {
    total: 10,
    delivered: 7,
    failed: 3,
    skipped: 0,
    cancelled: 0,
    control: 'RUNNING',
  } as const;

  it('says how many did not succeed, and how', () => {
    expect(failureDetail(row)).to.equal('3 of 10 deliveries did not succeed: 3 failed');
    expect(failureDetail({ ...row, skipped: 1 })).to.equal(
      '3 of 10 deliveries did not succeed: 2 failed, 1 skipped',
    );
    expect(failureDetail({ ...row, skipped: 1, cancelled: 2 })).to.equal(
      '3 of 10 deliveries did not succeed: 1 skipped, 2 cancelled',
    );
    expect(failureDetail({ ...row, total: 1, failed: 1 })).to.equal(
      '1 of 1 delivery did not succeed: 1 failed',
    );
  });

  it('says nothing when everything succeeded', () => {
    expect(failureDetail({ ...row, failed: 0 })).to.equal(null);
    expect(emptyDetail(0, 'RUNNING')).to.equal(null);
  });

  it('says that it was cancelled, unless that came too late for every delivery', () => {
    const cancelling = { ...row, control: 'CANCELLING' } as const;
    expect(failureDetail({ ...cancelling, cancelled: 2 })).to.equal(
      'Cancelled. 3 of 10 deliveries did not succeed: 1 failed, 2 cancelled',
    );
    expect(failureDetail(cancelling)).to.equal('3 of 10 deliveries did not succeed: 3 failed');
    expect(failureDetail({ ...cancelling, failed: 0 })).to.equal(null);
    expect(emptyDetail(0, 'CANCELLING')).to.equal('Cancelled before anything was delivered');
  });

  it('says that nobody wanted the events', () => {
    expect(emptyDetail(1, 'RUNNING')).to.equal('1 event matched, but no endpoint did');
    expect(emptyDetail(1200, 'CANCELLING')).to.equal('1200 events matched, but no endpoint did');
  });
});
