import { expect } from 'chai';

import { createFakeClock } from './fake-clock.ts';

describe('createFakeClock', () => {
  it('stands still until it is told to go', () => {
    const clock = createFakeClock(1_000);
    expect(clock.now()).to.equal(1_000);
    clock.advance(250);
    expect(clock.now()).to.equal(1_250);
  });

  it('calls back what becomes due in order, each at its time', () => {
    const clock = createFakeClock(0);
    const calls: [string, number][] = [];
    clock.after(20, () => calls.push(['late', clock.now()]));
    clock.after(10, () => {
      calls.push(['early', clock.now()]);
      clock.after(5, () => calls.push(['nested', clock.now()]));
    });
    clock.after(31, () => calls.push(['never', clock.now()]));
    clock.advance(30);
    expect(calls).to.deep.equal([
      ['early', 10],
      ['nested', 15],
      ['late', 20],
    ]);
    expect(clock.now()).to.equal(30);
    expect(clock.pendingTimers).to.equal(1);
  });

  it('does not call back what was taken back', () => {
    const clock = createFakeClock(0);
    const cancel = clock.after(10, () => expect.fail('called back'));
    cancel();
    clock.advance(10);
    expect(clock.pendingTimers).to.equal(0);
  });

  it('jumps without touching timers', () => {
    const clock = createFakeClock(5_000);
    let called = false;
    clock.after(10, () => (called = true));
    clock.jump(1_000_000);
    expect(called).to.equal(false);
    clock.jump(0);
    clock.advance(10);
    expect(called).to.equal(true);
    expect(clock.now()).to.equal(10);
  });
});
