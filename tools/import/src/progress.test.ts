import { expect } from 'chai';

import { Progress } from './progress.ts';

describe('Progress', () => {
  let nowMs: number;
  let written: string[];

  beforeEach(() => {
    nowMs = 0;
    written = [];
  });

  it('writes a line now and then where it is not a terminal', () => {
    const progress = start({ totalBytes: 1_000 });
    nowMs = 4_999;
    progress.update(10, 0, 100);
    expect(written).to.deep.equal([]);
    nowMs = 5_000;
    progress.update(10_000, 0, 455);
    progress.update(10_001, 0, 456);
    expect(written).to.deep.equal(['10,000 records  45 %  2,000/s\n']);
  });

  it('keeps one line on a terminal, and clears it for a note', () => {
    const progress = start({ totalBytes: null, isTTY: true });
    nowMs = 1_000;
    progress.update(500, 2, 100);
    progress.note('line 7: wrong');
    expect(written).to.deep.equal([
      '\r\u001b[K500 records  500/s  2 bad',
      '\r\u001b[Kline 7: wrong\n',
    ]);
  });

  it('sums up', () => {
    const progress = start({ totalBytes: 10 });
    nowMs = 2_500;
    expect(progress.summary(5_000, 0)).to.equal('imported 5,000 records in 2.5 s (2,000/s)');
    expect(progress.summary(5_000, 3)).to.match(/, 3 bad lines$/);
  });

  function start(options: { readonly totalBytes: number | null; readonly isTTY?: boolean }) {
    const output = { isTTY: options.isTTY ?? false, write: (text: string) => written.push(text) };
    return new Progress(output, options.totalBytes, () => nowMs);
  }
});
