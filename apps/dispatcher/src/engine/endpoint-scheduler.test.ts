import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { AttemptOutcome, PlannedDelivery, ResendWork } from '@webhooks/domain';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { ActiveResend } from './active-resend.ts';
import { DeliveryQueue } from './resend-buffer.ts';
import { Lanes } from './endpoint-scheduler.ts';
import { MemoryBudget } from './memory-budget.ts';
import type { QueuedDelivery } from './queued-delivery.ts';

const breaker = { ...defaultBreakerPolicy, consecutiveFailures: 2 };
const delivered = { errorClass: null, httpStatus: 200, retryAfterMs: null } as AttemptOutcome;
const failed = { errorClass: 'reset', httpStatus: null, retryAfterMs: null } as AttemptOutcome;

describe('Lanes', () => {
  it('keep a rate over resends that come one after the other', () => {
    const { lanes, deliver, clock } = setUp();
    deliver();
    expect(lanes.take(), 'the next one at once').to.equal(null);
    clock.advance(100);
    deliver();
  });

  it('count failures in a row over resends that come one after the other', () => {
    const { lanes, deliver, clock } = setUp();
    deliver(failed);
    clock.advance(1_000);
    deliver(failed);
    expect(lanes.isOpen('ep')).to.equal(false);
  });

  it('meet an endpoint that failed under an earlier engine with one probe, then slowly', () => {
    const { lanes, addResend, start, clock } = setUp();
    lanes.expectFailing('ep');
    for (let count = 0; count < 3; count += 1) addResend();
    const probe = start();
    clock.advance(1_000);
    expect(lanes.take(), 'beside the probe').to.equal(null);
    lanes.get('ep')?.attempted(probe, delivered, clock.now());
    lanes.release(probe);
    start();
    clock.advance(1_000);
    expect(lanes.take(), 'beside the first one after it').to.equal(null);
  });

  it('wake the lane that an endpoint has now, not one that was forgotten when it had a turn', () => {
    const { lanes, clock, addResend, start, awake } = setUp();
    const first = addResend();
    const item = start();
    lanes.release(item);
    // The last of its resend: the lane is forgotten, but it was just promised a turn.
    lanes.remove(first);
    addResend();
    expect(lanes.take()).to.equal(null);
    clock.advance(100);
    expect(awake).to.deep.equal(['ep']);
    expect(lanes.get('ep')).to.not.equal(undefined);
  });
});

/** An endpoint that may get ten a second, and resends of one delivery each. */
function setUp() {
  const clock = createFakeClock(1_000_000);
  const awake: string[] = [];
  const lanes = new Lanes({
    policy: { endpointMaxInFlight: 4, breaker },
    maxInFlight: 512,
    clock,
    timers: clock,
    onAgain: ({ endpointId }) => {
      awake.push(endpointId);
      lanes.makeReady(endpointId);
    },
    onRoom: () => {},
  });
  const addResend = (): DeliveryQueue => {
    const resend = new ActiveResend({ accountId: 1, mode: 'bulk' } as ResendWork);
    const queue = new DeliveryQueue(resend, 'ep', false, new MemoryBudget(1_000_000));
    lanes.add(queue);
    queue.addFresh([delivery]);
    lanes.makeReady('ep');
    return queue;
  };
  const start = (): QueuedDelivery => {
    const item = lanes.take();
    if (item === null) throw new Error('nothing may start');
    lanes.get('ep')?.limit({ maxInFlight: null, maxRatePerSecond: 10 }, clock.now());
    return item;
  };
  /** A whole resend; another one waits when it has left memory. */
  const deliver = (outcome?: AttemptOutcome): void => {
    const queue = addResend();
    const item = start();
    if (outcome !== undefined) lanes.get('ep')?.attempted(item, outcome, clock.now());
    lanes.release(item);
    lanes.remove(queue);
    if (outcome === undefined) addResend();
  };
  return { lanes, clock, addResend, start, deliver, awake };
}

const delivery: PlannedDelivery = {
  resendId: 1,
  position: 1,
  endpointId: 'ep',
  eventId: 'evt_1',
  resendType: 'CASHIN',
  objectReferenceId: null,
  occurredAtUs: 1,
  payload: new Uint8Array(1),
  attempts: 0,
  closedAttempts: 0,
};
