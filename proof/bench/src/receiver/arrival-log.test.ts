import { expect } from 'chai';

import { ArrivalLog, readArrivals } from './arrival-log.ts';

describe('ArrivalLog', () => {
  it('gives back what it took, however much that is, and begins anew', () => {
    const log = new ArrivalLog();
    const arrivals = Array.from({ length: 10_000 }, (_, at) => ({
      endpoint: at % 7,
      resendId: at,
      atMs: at / 3,
      inFlight: 1 + (at % 16),
    }));
    for (const arrival of arrivals) log.add(arrival);
    expect(log.size).to.equal(10_000);
    expect(readArrivals(log.drain())).to.deep.equal(arrivals);
    expect(log.size).to.equal(0);
    expect(readArrivals(log.drain())).to.deep.equal([]);
  });
});
