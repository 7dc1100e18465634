import { expect } from 'chai';

import type { ControlledResend, Resend } from '@webhooks/domain';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';

import { createAcknowledgements, type Acknowledgements } from './acknowledgements.ts';

describe('createAcknowledgements', () => {
  let timers: FakeClock;
  let state: ControlledResend | null | Error;
  /** What the third look finds, if anything else. */
  let third: ControlledResend | null;
  let looks: number[];
  let acknowledgements: Acknowledgements;
  const never = new AbortController().signal;

  beforeEach(() => {
    timers = createFakeClock(0);
    state = controlled();
    third = null;
    looks = [];
    const controlState = async (id: number): Promise<ControlledResend | null> => {
      looks.push(id);
      if (looks.length === 3 && third !== null) state = third;
      if (state instanceof Error) throw state;
      return state;
    };
    acknowledgements = createAcknowledgements({ resends: { controlState }, timers });
  });
  afterEach(() => expect(timers.pendingTimers, 'timers left behind').to.equal(0));

  function controlled(change: Partial<ControlledResend> = {}, id = 1): ControlledResend {
    const resend = { id, finishedAtMs: null } as Resend;
    return { resend, revision: 2, acknowledgement: { revision: 1, inFlight: 9 }, ...change };
  }

  /** Follows a request while time passes; answers the result and how long it took. */
  async function follow(signal = never): Promise<[ControlledResend, number]> {
    let result: ControlledResend | undefined;
    const followed = acknowledgements.follow(controlled(), signal).then((end) => (result = end));
    while (result === undefined) {
      const before = looks.length;
      timers.advance(20);
      const hasLooked = (): boolean => looks.length > before || result !== undefined;
      await waitFor(hasLooked, { what: 'a look or the end' });
      await new Promise(setImmediate);
    }
    return [await followed, timers.now()];
  }

  it('ends as soon as this very request is in force', async () => {
    third = controlled({ acknowledgement: { revision: 2, inFlight: 3 } });
    const [end, tookMs] = await follow();
    expect(end).to.equal(third);
    expect(tookMs).to.equal(60);
  });

  it('ends when another request came, when the resend is settled, and when it is gone', async () => {
    const finished = { ...controlled().resend, finishedAtMs: 5 };
    for (const next of [controlled({ revision: 3 }), controlled({ resend: finished }), null]) {
      state = next;
      const [end] = await follow();
      expect(end).to.deep.equal(next ?? controlled());
    }
  });

  it('does not look at all when the request is in force already', async () => {
    const inForce = controlled({ acknowledgement: { revision: 2, inFlight: 0 } });
    expect(await acknowledgements.follow(inForce, never)).to.equal(inForce);
    expect(looks).to.have.length(0);
  });

  it('gives up after two seconds, and when the caller goes away', async () => {
    const [end, tookMs] = await follow();
    expect(end).to.deep.equal(controlled());
    expect(tookMs).to.equal(2_000);

    const caller = new AbortController();
    const gone = acknowledgements.follow(controlled(), caller.signal);
    caller.abort();
    expect(await gone).to.deep.equal(controlled());
    timers.advance(20);
    await new Promise(setImmediate);
  });

  it('looks once for all that wait for the same resend', async () => {
    const waits = Array.from({ length: 5 }, () => acknowledgements.follow(controlled(), never));
    waits.push(acknowledgements.follow(controlled({}, 2), never));
    state = controlled({ revision: 3 });
    timers.advance(20);
    await Promise.all(waits);
    expect(looks).to.deep.equal([1, 2]);
  });

  it('answers at once when too many wait already', async () => {
    const caller = new AbortController();
    const waits = Array.from({ length: 512 }, () =>
      acknowledgements.follow(controlled(), caller.signal),
    );
    expect(await acknowledgements.follow(controlled(), never)).to.deep.equal(controlled());
    caller.abort();
    await Promise.all(waits);
    timers.advance(20);
    await new Promise(setImmediate);
  });

  it('rejects when the database cannot be read', async () => {
    state = new Error('disk on fire');
    const followed = acknowledgements.follow(controlled(), never).catch((error: unknown) => error);
    timers.advance(20);
    expect(await followed).to.equal(state);
  });
});
