import { expect } from 'chai';

import { pause } from './pause.ts';
import { startTimer } from './timer.ts';

describe('a timer', () => {
  for (const ms of [2 ** 31 - 1, 2 ** 31, 3e9, 30 * 86_400_000, Infinity]) {
    it(`of ${ms} ms is not over before a short one`, async () => {
      let isOver = false;
      const stop = startTimer(ms, () => (isOver = true));
      await pause(5, undefined);
      stop();
      expect(isOver).to.equal(false);
    });
  }

  it('is over in its time', async () => {
    const order: string[] = [];
    await Promise.all([
      pause(6, undefined).then(() => order.push('second')),
      pause(1, undefined).then(() => order.push('first')),
    ]);
    expect(order).to.deep.equal(['first', 'second']);
  });

  it('can be stopped in every part of a long wait', () => {
    const due: (() => void)[] = [];
    const real = globalThis.setTimeout;
    const waits: number[] = [];
    const stopped: unknown[] = [];
    const realClear = globalThis.clearTimeout;
    try {
      globalThis.setTimeout = ((callback: () => void, ms: number) => {
        waits.push(ms);
        return due.push(callback);
      }) as unknown as typeof setTimeout;
      globalThis.clearTimeout = (timer) => void stopped.push(timer);
      let calls = 0;
      const stop = startTimer(5_000_000_000, () => (calls += 1));
      due[0]?.();
      due[1]?.();
      stop();
      expect(waits).to.deep.equal([2_147_483_647, 2_147_483_647, 705_032_706]);
      expect([calls, stopped]).to.deep.equal([0, [3]]);
      due[2]?.();
      expect(calls).to.equal(1);
    } finally {
      globalThis.setTimeout = real;
      globalThis.clearTimeout = realClear;
    }
  });
});
