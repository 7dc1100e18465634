import { expect } from 'chai';

import { nextState, type DeliveryState } from './delivery-state.ts';

describe('nextState', () => {
  const through = (...states: readonly DeliveryState[]) => states.reduce(nextState);

  it('leads a delivery to its record, whether or not its ordering key was taken', () => {
    expect(through('loaded', 'in_flight', 'recorded')).to.equal('recorded');
    expect(through('loaded', 'waiting', 'unlocked', 'in_flight', 'recorded')).to.equal('recorded');
  });

  it('lets whatever is not in flight be dropped', () => {
    expect(through('loaded', 'dropped')).to.equal('dropped');
    expect(through('loaded', 'waiting', 'dropped')).to.equal('dropped');
    expect(through('loaded', 'waiting', 'unlocked', 'dropped')).to.equal('dropped');
  });

  for (const [from, to] of [
    ['in_flight', 'dropped'],
    ['in_flight', 'in_flight'],
    ['waiting', 'in_flight'],
    ['recorded', 'recorded'],
    ['dropped', 'in_flight'],
  ] as const) {
    it(`refuses ${to} after ${from}`, () => {
      expect(() => nextState(from, to)).to.throw(`A delivery that is ${from} cannot become ${to}`);
    });
  }
});
