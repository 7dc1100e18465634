import { expect } from 'chai';

import { audit, countDoubles } from './audit.ts';
import type { Arrival, Evidence } from './evidence.ts';

/** A resend of an object with two events; the first needed two attempts. */
const arrivals: readonly Arrival[] = [
  arrival('evt_1', { attempt: 1, status: 500 }),
  arrival('evt_1', { attempt: 2 }),
  arrival('evt_2', { ordinal: 2 }),
];
const state = { id: 7, status: 'COMPLETED', total: 2, delivered: 2, failed: 0 };
const clean: Evidence = {
  answered: [{ id: 7, expected: new Set(['ep/evt_1', 'ep/evt_2']) }],
  logs: [{ ...state, pending: 0 }],
  resends: [{ ...state, endpoints: 1, acts: 1, keys: 1, jobs: 0 }],
  deliveries: [delivery(1, 'evt_1', 2), delivery(2, 'evt_2', 1)],
  attempts: [attempt(1, 1, 500), attempt(1, 2, 200), attempt(2, 1, 200)],
  arrivals,
  maxAttempts: 4,
  maxInFlight: 1,
  integrity: 'ok',
};
const [firstTry, , later] = arrivals as [Arrival, Arrival, Arrival];
const [row] = clean.resends as [Evidence['resends'][number]];

/** Each defect that the audit is there to find, and the words by which it tells it. */
const planted: Readonly<Record<string, [change: Partial<Evidence>, reported: RegExp]>> = {
  'a damaged file': [{ integrity: 'row missing from index' }, /integrity_check/],
  'an answered ID that is gone': [{ resends: [], logs: [] }, /answered and does not exist/],
  'a resend that nobody was told of': [{ answered: [] }, /never answered/],
  'one ID for two requests': [{ answered: [...clean.answered, ...clean.answered] }, /same ID/],
  'a resend that never settles': [{ resends: [{ ...row, status: 'PROCESSING' }] }, /not settled/],
  'a resend without its endpoints': [{ resends: [{ ...row, endpoints: 0 }] }, /half-written/],
  'a resend without its audit record': [{ resends: [{ ...row, acts: 0 }] }, /half-written/],
  'a resend without its idempotency key': [{ resends: [{ ...row, keys: 0 }] }, /half-written/],
  'a job that stays in the outbox': [{ resends: [{ ...row, jobs: 1 }] }, /outbox/],
  'a count that is too high': [{ resends: [{ ...row, delivered: 3 }] }, /counts 2\/3\/0/],
  'an API that tells something else': [{ logs: [{ ...state, pending: 1 }] }, /the API tells/],
  'a success that is called a failure': [
    { resends: [{ ...row, status: 'FAILED' }] },
    /is FAILED with 0 failed/,
  ],
  'a lost delivery': [{ deliveries: clean.deliveries.slice(0, 1) }, /has no delivery ep\/evt_2/],
  'a delivery planned twice': [
    { deliveries: [...clean.deliveries, delivery(3, 'evt_2', 1)] },
    /has a delivery twice/,
  ],
  'a delivery of a foreign event': [
    { deliveries: [...clean.deliveries, delivery(3, 'evt_9', 1)] },
    /nobody asked for/,
  ],
  'a gap between attempts': [
    { attempts: [attempt(1, 1, 500), attempt(1, 3, 200), attempt(2, 1, 200)] },
    /numbered 1,3/,
  ],
  'an attempt that is counted and not there': [
    { attempts: clean.attempts.slice(1) },
    /numbered 2 and counted 2/,
  ],
  'a delivery that is done without a success': [
    { attempts: [attempt(1, 1, 500), attempt(1, 2, 500), attempt(2, 1, 200)] },
    /DELIVERED after 0 successes/,
  ],
  'a delivery that is given up too soon': [
    { deliveries: [{ ...delivery(1, 'evt_1', 2), state: 'FAILED' }, delivery(2, 'evt_2', 1)] },
    /FAILED after 2/,
  ],
  'a delivery that is left waiting': [
    { deliveries: [{ ...delivery(1, 'evt_1', 2), state: 'RETRYING' }, delivery(2, 'evt_2', 1)] },
    /is RETRYING/,
  ],
  'a recorded success that never came': [{ arrivals: arrivals.slice(0, 2) }, /never came/],
  'an attempt that nobody recorded': [
    { arrivals: [...arrivals, { ...later, attempt: 2, life: 1 }] },
    /never recorded/,
  ],
  'a webhook of a resend that does not exist': [
    { arrivals: [...arrivals, { ...later, resendId: 8 }] },
    /belongs to no delivery/,
  ],
  'a changed body': [{ arrivals: arrivals.with(2, { ...later, defect: 'body' }) }, /body/],
  'a double without a kill': [{ arrivals: [...arrivals, later] }, /twice without a kill/],
  'more doubles than were in flight': [
    {
      arrivals: [
        firstTry,
        { ...firstTry, life: 1 },
        { ...firstTry, attempt: 2, life: 0 },
        { ...firstTry, attempt: 2, status: 200, life: 1 },
        { ...later, life: 1 },
      ],
    },
    /life 0: 2 came again/,
  ],
  'an event before an earlier one of its object': [
    { arrivals: [later, ...arrivals.slice(0, 2)] },
    /event 1 came after event 2/,
  ],
};

describe('the audit', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(audit(clean)).to.deep.equal([]);
    expect(countDoubles(arrivals)).to.equal(0);
  });

  it('takes a double after a kill for what it is', () => {
    const repeated = [firstTry, { ...firstTry, life: 1 }, ...arrivals.slice(1)];
    expect(audit({ ...clean, arrivals: repeated })).to.deep.equal([]);
    expect(countDoubles(repeated)).to.equal(1);
  });

  for (const [what, [change, reported]] of Object.entries(planted)) {
    it(`finds ${what}`, () => {
      expect(audit({ ...clean, ...change }).join('\n')).to.match(reported);
    });
  }
});

function arrival(event: string, change: Partial<Arrival>): Arrival {
  const place = { resendId: 7, endpoint: 'ep', event, object: 1, ordinal: 1 };
  return { ...place, attempt: 1, life: 0, status: 200, defect: null, ...change };
}

function delivery(position: number, event: string, attempts: number) {
  return { resendId: 7, position, endpoint: 'ep', event, state: 'DELIVERED', attempts };
}

function attempt(position: number, number: number, status: number) {
  return { resendId: 7, position, number, status };
}
