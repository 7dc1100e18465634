import { expect } from 'chai';

import { Fifo } from './fifo.ts';

describe('Fifo', () => {
  it('gives items back in the order in which they came, through its compaction', () => {
    const fifo = new Fifo<number>();
    const out: number[] = [];
    let next = 0;
    for (let round = 0; round < 50; round += 1) {
      for (let i = 0; i < 100; i += 1) fifo.push(next++);
      for (let i = 0; i < 60; i += 1) out.push(fifo.shift() ?? -1);
    }
    expect(fifo.size).to.equal(50 * 40);
    out.push(...fifo.drain());
    expect(out).to.deep.equal(Array.from({ length: 5000 }, (_, i) => i));
    expect(fifo.size).to.equal(0);
    expect(fifo.shift()).to.equal(undefined);
  });
});
