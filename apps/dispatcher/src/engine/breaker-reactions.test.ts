import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { PlannedDelivery, Recording, ResendWork } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { ActiveResend } from './active-resend.ts';
import { DeliveryQueue } from './resend-buffer.ts';
import { EndpointGates } from './breaker-reactions.ts';
import { Lanes } from './endpoint-scheduler.ts';
import { MemoryBudget } from './memory-budget.ts';

describe('EndpointGates', () => {
  it('wake the resends that left memory when a probe was settled without an attempt', async () => {
    const clock = createFakeClock(0);
    const worked: number[] = [];
    const woken: string[] = [];
    const lanes = new Lanes({
      policy: { endpointMaxInFlight: 16, breaker: defaultBreakerPolicy },
      maxInFlight: 512,
      clock,
      timers: clock,
      onAgain: () => {},
      onRoom: () => {},
    });
    const gates = new EndpointGates({
      lanes,
      clock,
      logger: createLogger({ name: 'test', level: 'silent' }),
      unload: () => {},
      fill: () => {},
      wakeRetries: (endpointId) => woken.push(endpointId),
      work: async (resendId) => void worked.push(resendId),
      isWaiting: () => false,
      onBreaker: () => {},
      pump: () => {},
    });
    lanes.expectFailing('ep');
    const resend = new ActiveResend({ accountId: 1, mode: 'bulk' } as ResendWork);
    const queue = new DeliveryQueue(resend, 'ep', false, new MemoryBudget(1_000));
    lanes.add(queue);
    queue.addFresh([delivery]);
    lanes.makeReady('ep');
    const probe = lanes.take();
    if (probe === null) throw new Error('no probe');
    expect(lanes.isOpen('ep'), 'beside the probe').to.equal(false);
    lanes.get('ep')?.sleepers.bulk.add(7);
    gates.judge(probe, skipped);
    await Promise.resolve();
    expect([worked, woken]).to.deep.equal([[7], ['ep']]);
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
} as unknown as Recording;
