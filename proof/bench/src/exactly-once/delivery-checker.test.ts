import { expect } from 'chai';

import { DeliveryChecker, isClean, type CheckedDelivery } from './delivery-checker.ts';

const plans = [
  { endpoint: 0, objects: 3, eventsPerObject: 4 },
  { endpoint: 1, objects: 2, eventsPerObject: 1 },
];
const resends = [
  { resendId: 7, endpoints: [0, 1] },
  { resendId: 8, endpoints: [0] },
];
const clean: readonly CheckedDelivery[] = resends.flatMap(({ resendId, endpoints }) =>
  plans
    .filter(({ endpoint }) => endpoints.includes(endpoint))
    .flatMap(({ endpoint, objects, eventsPerObject }) =>
      Array.from({ length: objects * eventsPerObject }, (_, at) => ({
        resendId,
        endpoint,
        object: (at % objects) + 1,
        ordinal: Math.floor(at / objects) + 1,
      })),
    ),
);
const nothing = { lost: 0, doubled: 0, outOfOrder: 0, together: 0, foreign: 0 };

describe('DeliveryChecker', () => {
  it('finds nothing wrong with a clean stream', () => {
    const verdict = check(clean);
    expect(verdict).to.deep.equal({ expected: 26, received: 26, ...nothing });
    expect(isClean(verdict)).to.equal(true);
  });

  it('finds every one that is lost', () => {
    for (let at = 0; at < clean.length; at += 1) {
      const verdict = check(clean.toSpliced(at, 1));
      expect(verdict).to.include({ ...nothing, lost: 1 });
      expect(isClean(verdict)).to.equal(false);
    }
  });

  it('finds every one that is doubled, wherever it comes again', () => {
    for (const twice of clean) {
      for (const stream of [
        [twice, ...clean],
        [...clean, twice],
      ]) {
        const { doubled, lost } = check(stream);
        expect({ doubled, lost }).to.deep.equal({ doubled: 1, lost: 0 });
      }
    }
  });

  it('finds two events of an object that are swapped', () => {
    const at = clean.findIndex(({ ordinal }) => ordinal === 2);
    const earlier = clean.findIndex(
      ({ object }, index) => object === clean[at]?.object && index < at,
    );
    const [first, second] = [clean[earlier], clean[at]] as [CheckedDelivery, CheckedDelivery];
    expect(check(clean.with(earlier, second).with(at, first))).to.include({
      ...nothing,
      outOfOrder: 1,
    });
  });

  it('finds what was not asked for', () => {
    for (const stranger of [
      { resendId: 9, endpoint: 0, object: 1, ordinal: 1 },
      { resendId: 8, endpoint: 1, object: 1, ordinal: 1 },
      { resendId: 7, endpoint: 2, object: 1, ordinal: 1 },
      { resendId: 7, endpoint: 1, object: 3, ordinal: 1 },
      { resendId: 7, endpoint: 1, object: 1, ordinal: 2 },
      { resendId: 7, endpoint: 1, object: Number.NaN, ordinal: 1 },
    ]) {
      expect(check([...clean, stranger])).to.include({ ...nothing, foreign: 1 });
    }
  });

  it('finds two of an object that are in flight together, of two resends too', () => {
    const checker = new DeliveryChecker(plans);
    const one = { resendId: 7, endpoint: 0, object: 1, ordinal: 1 };
    checker.arrived(one);
    checker.arrived({ ...one, resendId: 8 });
    expect(checker.verdict([]).together).to.equal(1);
    checker.answered(one);
    checker.arrived({ ...one, ordinal: 2 });
    checker.arrived({ ...one, object: 2 });
    expect(checker.verdict([]).together).to.equal(1);
  });
});

function check(stream: readonly CheckedDelivery[]) {
  const checker = new DeliveryChecker(plans);
  for (const delivery of stream) {
    checker.arrived(delivery);
    checker.answered(delivery);
  }
  return checker.verdict(resends);
}
