import { expect } from 'chai';

import { createFakeClock, waitFor } from '@webhooks/testing';

import { startLoop } from './loop.ts';

describe('startLoop', () => {
  it('pauses as long as the task says, and not when it is woken', async () => {
    const timers = createFakeClock(0);
    let runs = 0;
    const loop = startLoop({
      task: async () => ((runs += 1), 1_000),
      onError: () => {},
      errorPauseMs: 0,
      timers,
    });
    await waitFor(() => timers.pendingTimers === 1, { what: 'the pause' });
    timers.advance(999);
    expect(runs).to.equal(1);
    timers.advance(1);
    await waitFor(() => runs === 2 && timers.pendingTimers === 1, { what: 'the second run' });
    loop.wake();
    await waitFor(() => runs === 3, { what: 'the third run' });
    await loop.stop();
    expect(timers.pendingTimers).to.equal(0);
  });

  it('runs once more when it is woken during a run', async () => {
    const timers = createFakeClock(0);
    const gates: (() => void)[] = [];
    const loop = startLoop({
      task: () => new Promise((resolve) => gates.push(() => resolve(60_000))),
      onError: () => {},
      errorPauseMs: 0,
      timers,
    });
    loop.wake();
    gates[0]?.();
    await waitFor(() => gates.length === 2, { what: 'the second run' });
    gates[1]?.();
    await loop.stop();
  });

  it('reports what the task throws and goes on', async () => {
    const timers = createFakeClock(0);
    const errors: unknown[] = [];
    let runs = 0;
    const loop = startLoop({
      task: async () => {
        runs += 1;
        if (runs === 1) throw new Error('once');
        return 60_000;
      },
      onError: (error) => errors.push(error),
      errorPauseMs: 50,
      timers,
    });
    await waitFor(() => timers.pendingTimers === 1, { what: 'the pause after the error' });
    timers.advance(50);
    await waitFor(() => runs === 2, { what: 'the second run' });
    expect(errors).to.have.length(1);
    await loop.stop();
  });
});
