import type { FollowedResend } from '@webhooks/domain';
import { createFakeClock, sampleResend, waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { eventStream } from './event-stream.ts';
import { newestStates } from './newest-states.ts';

const progress = { resendId: 7890, endpoints: [], others: 0 };
const resend = { ...sampleResend({ updatedAtMs: 1_000, total: 3, pending: 3 }), progress };

describe('eventStream', () => {
  /** A source that gives the states that it is given. */
  function createSource() {
    const steps: PromiseWithResolvers<IteratorResult<FollowedResend, void>>[] = [];
    const step = (place: number) => (steps[place] ??= Promise.withResolvers());
    let taken = 0;
    let given = 0;
    const rest: AsyncIterator<FollowedResend, void> = { next: () => step(taken++).promise };
    return {
      rest,
      give: (change: Partial<FollowedResend>) =>
        step(given++).resolve({ done: false, value: { ...resend, ...change } }),
      end: () => step(given++).resolve({ done: true, value: undefined }),
      fail: (error: Error) => step(given++).reject(error),
      get taken() {
        return taken;
      },
    };
  }

  function open(onEnd: (error: unknown) => void = () => {}) {
    const timers = createFakeClock(0);
    const source = createSource();
    const states = newestStates(resend, source.rest, onEnd);
    return { timers, source, stream: eventStream(states, { heartbeatMs: 15_000, timers }) };
  }

  const deliveredIn = (text: string | void): number =>
    JSON.parse(/^data: (.*)$/m.exec(text ?? '')?.[1] ?? '{}').delivered;

  it('begins with a hint and the first state, as one event', async () => {
    const { stream } = open();
    expect((await stream.next()).value).to.equal('retry: 2000\n\n');
    const { value } = await stream.next();
    expect(value).to.match(/^event: progress\nid: 1000-PROCESSING\ndata: \{"id":7890,.*\}\n\n$/);
  });

  it('gives a slow reader the newest state, and the last before the end', async () => {
    const { stream, source } = open();
    await stream.next();
    expect(deliveredIn((await stream.next()).value)).to.equal(0);
    for (const delivered of [1, 2, 3]) source.give({ delivered });
    source.end();
    await waitFor(() => source.taken === 4, { what: 'the source to be read ahead' });
    expect(deliveredIn((await stream.next()).value)).to.equal(3);
    expect(await stream.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('sends a comment whenever nothing happened for a while', async () => {
    const { stream, source, timers } = open();
    await stream.next();
    await stream.next();
    for (let beat = 0; beat < 3; beat += 1) {
      const next = stream.next();
      await waitFor(() => timers.pendingTimers === 1, { what: 'the wait' });
      timers.advance(15_000);
      expect((await next).value).to.equal(': keep-alive\n\n');
    }
    const next = stream.next();
    source.give({ delivered: 1 });
    expect(deliveredIn((await next).value)).to.equal(1);
    expect(timers.pendingTimers).to.equal(0);
  });

  it('ends when the source fails, after what it gave', async () => {
    const ends: unknown[] = [];
    const { stream, source } = open((error) => ends.push(error));
    await stream.next();
    await stream.next();
    source.give({ delivered: 2 });
    source.fail(new Error('lost'));
    await waitFor(() => ends.length === 1, { what: 'the end' });
    expect(deliveredIn((await stream.next()).value)).to.equal(2);
    expect((await stream.next()).done).to.equal(true);
    expect(ends[0]).to.have.property('message', 'lost');
  });
});
