import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { within } from './within.ts';

const never = new Promise<never>(() => undefined);

describe('within', () => {
  it('gives what the promise comes to, and leaves no timer', async () => {
    const timers = createFakeClock(0);
    expect(await within(10, Promise.resolve('in time'), () => null, timers)).to.equal('in time');
    expect(timers.pendingTimers).to.equal(0);
  });

  it('gives what is said of a late one', async () => {
    const timers = createFakeClock(0);
    const waiting = within(10, never, () => 'late', timers);
    timers.advance(10);
    expect(await waiting).to.equal('late');
  });

  for (const [what, make] of [
    ['the promise', () => Promise.reject(new Error('no'))],
    ['what is said of a late one', () => never],
  ] as const) {
    it(`fails as ${what} does`, async () => {
      const timers = createFakeClock(0);
      const waiting = within(
        10,
        make(),
        () => {
          throw new Error('no');
        },
        timers,
      ).catch((error: unknown) => error);
      timers.advance(10);
      expect(await waiting)
        .to.be.an('error')
        .with.property('message', 'no');
      expect(timers.pendingTimers).to.equal(0);
    });
  }
});
