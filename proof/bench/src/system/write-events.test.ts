import { expect } from 'chai';

import { OBJECTS_PER_BLOCK, placeOf } from './write-events.ts';

describe('placeOf', () => {
  it('gives every object of whole blocks each of its events once, in their order', () => {
    for (const eventsPerObject of [1, 3, 4]) {
      const objects = OBJECTS_PER_BLOCK * 5;
      const latest = new Map<number, number>();
      for (let number = 1; number <= objects * eventsPerObject; number += 1) {
        const { object, ordinal } = placeOf(number, eventsPerObject);
        expect(object).to.be.within(1, objects);
        expect(ordinal).to.equal((latest.get(object) ?? 0) + 1);
        latest.set(object, ordinal);
      }
      expect([...latest.values()].every((last) => last === eventsPerObject)).to.equal(true);
    }
  });
});
