import { expect } from 'chai';

import { atMostEvery } from './at-most-every.ts';

describe('atMostEvery', () => {
  it('asks once in its period, whoever wants to know', async () => {
    let nowMs = 0;
    let asked = 0;
    const read = atMostEvery(
      1_000,
      async () => (asked += 1),
      () => nowMs,
    );
    expect(await Promise.all([read(), read()])).to.deep.equal([1, 1]);
    nowMs = 999;
    expect(await read()).to.equal(1);
    nowMs = 1_000;
    expect(await read()).to.equal(2);
  });

  it('asks again after a failure', async () => {
    let asked = 0;
    const read = atMostEvery(1_000, async () => {
      asked += 1;
      if (asked === 1) throw new Error('once');
      return asked;
    });
    expect(await read().catch((error: Error) => error.message)).to.equal('once');
    expect(await read()).to.equal(2);
  });
});
