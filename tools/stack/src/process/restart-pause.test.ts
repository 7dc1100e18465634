import { expect } from 'chai';

import { restartPause } from './restart-pause.ts';

describe('restartPause', () => {
  it('doubles from one second to a minute while the program keeps ending', () => {
    const pauses: number[] = [];
    for (let start = 0; start < 9; start += 1) pauses.push(restartPause(pauses.at(-1) ?? 0, 0));
    expect(pauses).to.deep.equal([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  it('begins anew after the program was ready for a minute', () => {
    expect(restartPause(32_000, 59_999)).to.equal(60_000);
    expect(restartPause(32_000, 60_000)).to.equal(1_000);
  });
});
