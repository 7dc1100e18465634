import { expect } from 'chai';

import { ParkedResends } from './parked-resends.ts';

describe('ParkedResends', () => {
  const parkedOf = (...ids: readonly number[]): ParkedResends => {
    const parked = new ParkedResends();
    for (const id of ids) parked.park(id);
    return parked;
  };

  it('readmits in the order of arrival, each once', () => {
    const parked = parkedOf(3, 1, 2, 3);
    const order = [1, 2, 3, 4].map(() => parked.readmit(0, 10)?.resendId);
    expect(order).to.deep.equal([3, 1, 2, undefined]);
    expect(parked.isAnyParked).to.equal(false);
  });

  it('readmits no more than may be in memory, counting those that are on their way', () => {
    const parked = parkedOf(1, 2, 3);
    expect(parked.readmit(2, 2), 'full of others').to.equal(null);
    expect(parked.readmit(1, 2)?.resendId).to.equal(1);
    expect(parked.readmit(1, 2)?.resendId).to.equal(2);
    expect(parked.readmit(1, 2), 'two on their way').to.equal(null);
    parked.drained(1);
    expect(parked.readmit(1, 2)?.resendId).to.equal(3);
  });

  it('is empty only when the last readmission is used up', () => {
    const parked = parkedOf(1);
    const readmission = parked.readmit(0, 1);
    expect([parked.isAnyParked, parked.isEmpty]).to.deep.equal([false, false]);
    expect(parked.isReadmitted(1)).to.equal(true);
    if (readmission !== null) parked.end(readmission);
    expect(parked.isEmpty).to.equal(true);
  });

  it('lets an earlier readmission of a resend not end its later one', () => {
    const parked = parkedOf(1);
    const first = parked.readmit(0, 2);
    parked.park(1);
    const second = parked.readmit(0, 2);
    if (first === null || second === null) throw new Error('not readmitted');
    parked.end(first);
    expect(parked.isReadmitted(1), 'the later one stands').to.equal(true);
    parked.end(second);
    expect(parked.isReadmitted(1)).to.equal(false);
  });
});
