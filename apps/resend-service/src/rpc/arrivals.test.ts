import { expect } from 'chai';

import { Arrivals } from './arrivals.ts';

describe('Arrivals', () => {
  it('takes what a running process reads for new', () => {
    let nowMs = 0;
    using arrivals = new Arrivals(() => nowMs);
    for (let note = 0; note < 20; note += 1) {
      nowMs += 250;
      expect(arrivals.earliest()).to.equal(nowMs);
      arrivals.note();
    }
  });

  it('counts from before a standstill what is found behind it', () => {
    let nowMs = 10_000;
    using arrivals = new Arrivals(() => nowMs);
    nowMs = 24_000;
    expect(arrivals.earliest()).to.equal(10_000);
    // Stopped between its look and the note of it: the next look finds what came meanwhile.
    arrivals.note();
    expect(arrivals.earliest()).to.equal(10_000);
    arrivals.note();
    expect(arrivals.earliest()).to.equal(24_000);
  });
});
