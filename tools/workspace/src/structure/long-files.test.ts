import { expect } from 'chai';

import { isLongWithoutReason } from './long-files.ts';

describe('isLongWithoutReason', () => {
  const lines = (count: number) => 'const a = 1;\n'.repeat(count);

  it('asks for a reason above 300 lines only', () => {
    expect(isLongWithoutReason(lines(300))).to.equal(false);
    expect(isLongWithoutReason(lines(301))).to.equal(true);
  });

  it('takes one from the first comment, and from no later one', () => {
    expect(isLongWithoutReason(`// Long because of a table.\n${lines(400)}`)).to.equal(false);
    expect(isLongWithoutReason(`${lines(1)}// Long because of a table.\n${lines(400)}`)).to.equal(
      true,
    );
  });
});
