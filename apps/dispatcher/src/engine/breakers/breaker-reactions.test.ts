import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { PlannedDelivery, AttemptRecord, ResendWork } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { ActiveResend } from '../memory/active-resend.ts';
import { ResendRate } from '../memory/resend-rate.ts';
import { ResendBuffer } from '../memory/resend-buffer.ts';
import { BreakerReactions } from './breaker-reactions.ts';
import { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import { MemoryBudget } from '../memory/memory-budget.ts';

describe('BreakerReactions', () => {
  it('wakes the resends that left memory when a probe was settled without an attempt', () => {
    const clock = createFakeClock(0);
    const readmitted: (number | undefined)[] = [];
    const woken: string[] = [];
    const scheduler = new EndpointScheduler({
      policy: { endpointMaxInFlight: 16, breaker: defaultBreakerPolicy },
      maxInFlight: 512,
      clock,
      timers: clock,
      onAgain: () => {},
      onRoom: () => {},
    });
    const reactions = new BreakerReactions({
      scheduler,
      clock,
      logger: createLogger({ name: 'test', level: 'silent' }),
      intake: {
        unloadAll: () => {},
        prefetchAll: () => {},
        readmit: (queue) => readmitted.push(queue.readmit('bulk')?.resendId),
      },
      retries: { wake: (endpointId) => woken.push(endpointId) },
      publisher: { changed: () => {} },
      loop: { run: () => {} },
    });
    scheduler.expectFailing('ep');
    const budget = new MemoryBudget(1_000);
    const resend = new ActiveResend(
      { id: 1, accountId: 1, mode: 'bulk' } as ResendWork,
      null,
      new ResendRate(null),
    );
    const buffer = new ResendBuffer(resend, 'ep', false, budget);
    const other = new ActiveResend(
      { id: 7, accountId: 1, mode: 'bulk' } as ResendWork,
      null,
      new ResendRate(null),
    );
    const parked = new ResendBuffer(other, 'ep', true, budget);
    scheduler.add(buffer);
    buffer.addFresh([delivery]);
    scheduler.makeReady('ep');
    const probe = scheduler.start();
    if (probe === null) throw new Error('no probe');
    expect(scheduler.isOpen('ep'), 'beside the probe').to.equal(false);
    scheduler.get('ep')?.park(parked);
    reactions.judge(probe, skipped);
    expect([readmitted, woken]).to.deep.equal([[7], ['ep']]);
  });
});

const delivery = {
  resendId: 1,
  position: 1,
  endpointId: 'ep',
  objectReferenceId: null,
  payload: new Uint8Array(1),
} as unknown as PlannedDelivery;

const skipped = {
  attemptsBefore: 0,
  attempts: [],
  disposition: { state: 'SKIPPED', reason: 'endpoint_gone' },
} as unknown as AttemptRecord;
