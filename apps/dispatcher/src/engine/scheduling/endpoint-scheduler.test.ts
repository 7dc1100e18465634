import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { AttemptOutcome, PlannedDelivery, ResendWork } from '@webhooks/domain';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { ActiveResend } from '../memory/active-resend.ts';
import { ResendRate } from '../memory/resend-rate.ts';
import { ResendBuffer, type QueuedDelivery } from '../memory/resend-buffer.ts';
import { EndpointScheduler } from './endpoint-scheduler.ts';
import { MemoryBudget } from '../memory/memory-budget.ts';

const breaker = { ...defaultBreakerPolicy, consecutiveFailures: 2 };
const delivered = { errorClass: null, httpStatus: 200, retryAfterMs: null } as AttemptOutcome;
const failed = { errorClass: 'reset', httpStatus: null, retryAfterMs: null } as AttemptOutcome;

describe('EndpointScheduler', () => {
  it('keeps a rate over resends that come one after the other', () => {
    const { scheduler, deliver, clock } = setUp();
    deliver();
    expect(scheduler.start(), 'the next one at once').to.equal(null);
    clock.advance(100);
    deliver();
  });

  it('counts failures in a row over resends that come one after the other', () => {
    const { scheduler, deliver, clock } = setUp();
    deliver(failed);
    clock.advance(1_000);
    deliver(failed);
    expect(scheduler.isOpen('ep')).to.equal(false);
  });

  it('meets an endpoint that failed under an earlier engine with one probe, then slowly', () => {
    const { scheduler, addResend, start, clock } = setUp();
    scheduler.expectFailing('ep');
    for (let count = 0; count < 3; count += 1) addResend();
    const probe = start();
    clock.advance(1_000);
    expect(scheduler.start(), 'beside the probe').to.equal(null);
    scheduler.get('ep')?.attempted(probe, delivered, clock.now());
    scheduler.recorded(probe);
    start();
    clock.advance(1_000);
    expect(scheduler.start(), 'beside the first one after it').to.equal(null);
  });

  it('wakes a queue once more that a clock which was set back closed again', () => {
    const { scheduler, deliver, addResend, clock, awake } = setUp();
    deliver(failed);
    clock.advance(1_000);
    deliver(failed);
    const buffer = addResend();
    scheduler.park(buffer);
    clock.advance(breaker.firstOpenMs);
    expect(awake, 'when the breaker lets a probe through').to.deep.equal(['ep']);
    expect(scheduler.isOpen('ep')).to.equal(true);
    clock.jump(clock.now() - 700);
    scheduler.park(buffer);
    clock.advance(700);
    expect(awake, 'when it does so again').to.deep.equal(['ep', 'ep']);
  });

  it('wakes the queue that an endpoint has now, not one that was forgotten when it had a turn', () => {
    const { scheduler, clock, addResend, start, awake } = setUp();
    const first = addResend();
    const item = start();
    scheduler.recorded(item);
    // The last of its resend: the queue is forgotten, but it was just promised a turn.
    scheduler.remove(first);
    addResend();
    expect(scheduler.start()).to.equal(null);
    clock.advance(100);
    expect(awake).to.deep.equal(['ep']);
    expect(scheduler.get('ep')).to.not.equal(undefined);
  });
});

/** An endpoint that may get ten a second, and resends of one delivery each. */
function setUp() {
  const clock = createFakeClock(1_000_000);
  const awake: string[] = [];
  const scheduler = new EndpointScheduler({
    policy: { endpointMaxInFlight: 4, breaker },
    maxInFlight: 512,
    clock,
    timers: clock,
    onAgain: ({ endpointId }) => {
      awake.push(endpointId);
      scheduler.makeReady(endpointId);
    },
    onRoom: () => {},
  });
  const addResend = (): ResendBuffer => {
    const resend = new ActiveResend(
      { accountId: 1, mode: 'bulk' } as ResendWork,
      null,
      new ResendRate(null),
    );
    const buffer = new ResendBuffer(resend, 'ep', false, new MemoryBudget(1_000_000));
    scheduler.add(buffer);
    buffer.addFresh([delivery]);
    scheduler.makeReady('ep');
    return buffer;
  };
  const start = (): QueuedDelivery => {
    const item = scheduler.start();
    if (item === null) throw new Error('nothing may start');
    scheduler.get('ep')?.limit({ maxInFlight: null, maxRatePerSecond: 10 }, clock.now());
    return item;
  };
  /** A whole resend; another one waits when it has left memory. */
  const deliver = (outcome?: AttemptOutcome): void => {
    const buffer = addResend();
    const item = start();
    if (outcome !== undefined) scheduler.get('ep')?.attempted(item, outcome, clock.now());
    scheduler.recorded(item);
    scheduler.remove(buffer);
    if (outcome === undefined) addResend();
  };
  return { scheduler, clock, addResend, start, deliver, awake };
}

const delivery: PlannedDelivery = {
  resendId: 1,
  position: 1,
  endpointId: 'ep',
  eventId: 'evt_1',
  eventType: 'PIX_CASHIN_RECEIVED',
  resendType: 'CASHIN',
  objectReferenceId: null,
  occurredAtUs: 1,
  payload: new Uint8Array(1),
  attempts: 0,
  closedAttempts: 0,
};
