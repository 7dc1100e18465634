import { durationClassCount } from '@webhooks/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { forEachPacked, packWith } from './packed-durations.ts';

function unpacked(packed: Buffer): Map<number, number> {
  const counts = new Map<number, number>();
  forEachPacked(packed, (index, count) => counts.set(index, (counts.get(index) ?? 0) + count));
  return counts;
}

describe('packed durations', () => {
  const groups = fc.array(
    fc.array(fc.integer({ min: 0, max: durationClassCount - 1 }), { minLength: 1 }),
  );

  it('count each class as often as it was added, whatever the groups', () => {
    fc.assert(
      fc.property(groups, (added) => {
        let packed: Buffer | null = null;
        for (const classes of added) packed = packWith(packed, classes);
        const expected = new Map<number, number>();
        for (const index of added.flat()) expected.set(index, (expected.get(index) ?? 0) + 1);
        expect(unpacked(packed ?? Buffer.alloc(0))).to.deep.equal(expected);
      }),
    );
  });

  it('take five bytes for each class that occurs, however often it does', () => {
    const packed = packWith(null, [3, 115, 3, 3]);
    expect(packed.toString('hex')).to.equal('03000000037300000001');
    const full = packWith(Buffer.from('03ffffff00', 'hex'), [3]);
    expect(unpacked(full)).to.deep.equal(new Map([[3, 0xff_ff_ff_01]]));
  });

  it('add up when they stand one after the other', () => {
    const both = Buffer.concat([packWith(null, [1, 2]), packWith(null, [2, 9])]);
    expect(unpacked(both)).to.deep.equal(new Map([[1, 1], [2, 2], [9, 1]])); // prettier-ignore
  });
});
