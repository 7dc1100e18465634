import {
  Code,
  createContextValues,
  type UnaryRequest,
  type UnaryResponse,
} from '@connectrpc/connect';
import { expect } from 'chai';

import { createFakeClock } from '@webhooks/testing';

import { deadlineKey } from './call-deadline.ts';
import { deadlineInterceptor } from './deadline-interceptor.ts';
import { arrivedAtKey, isAwaitedKey } from './is-awaited.ts';

describe('deadlineInterceptor', () => {
  const never = () => new Promise<UnaryResponse>(() => {});
  const request = (signal: AbortSignal, contextValues = createContextValues()) =>
    ({ stream: false, signal, contextValues }) as unknown as UnaryRequest;

  it('answers a call that does not come to an end', async () => {
    const timers = createFakeClock(0);
    const { signal } = new AbortController();
    const answer = deadlineInterceptor(30_000, timers)(never)(request(signal));
    timers.advance(30_000);
    expect(await answer.catch((error: unknown) => error)).to.include({
      code: Code.DeadlineExceeded,
    });
  });

  it('answers when the deadline of the caller is over', async () => {
    const timers = createFakeClock(0);
    const deadline = new AbortController();
    const answer = deadlineInterceptor(30_000, timers)(never)(request(deadline.signal));
    deadline.abort();
    expect(await answer.catch((error: unknown) => error)).to.include({
      code: Code.DeadlineExceeded,
    });
    expect(timers.pendingTimers).to.equal(0);
  });

  it('aborts the signal of the handler with its answer', async () => {
    const timers = createFakeClock(0);
    const { signal } = new AbortController();
    let own: AbortSignal | null = null;
    const handler = (call: { readonly signal: AbortSignal }) => {
      own = call.signal;
      return never();
    };
    const answer = deadlineInterceptor(30_000, timers)(handler)(request(signal));
    expect(own).to.have.property('aborted', false);
    timers.advance(30_000);
    expect(own).to.have.property('reason', await answer.catch((error: unknown) => error));
  });

  it('leaves no timer behind', async () => {
    const timers = createFakeClock(0);
    const response = {} as UnaryResponse;
    const { signal } = new AbortController();
    const answer = deadlineInterceptor(30_000, timers)(async () => response)(request(signal));
    expect(await answer).to.equal(response);
    expect(timers.pendingTimers).to.equal(0);
  });

  it('says by the clock, before any timer, that the caller waits no longer', async () => {
    const clock = createFakeClock(5_000);
    const values = createContextValues().set(arrivedAtKey, 5_000).set(deadlineKey, 10_000);
    const { signal } = new AbortController();
    const response = Promise.withResolvers<UnaryResponse>();
    const handler = () => response.promise;
    const limited = deadlineInterceptor(30_000, createFakeClock(0), () => clock.now());
    const answer = limited(handler)(request(signal, values));
    expect(values.get(isAwaitedKey)()).to.equal(true);
    clock.advance(9_999);
    expect(values.get(isAwaitedKey)()).to.equal(true);
    clock.advance(1);
    expect(values.get(isAwaitedKey)()).to.equal(false);
    response.resolve({} as UnaryResponse);
    await answer;
  });

  it('says that a caller who left waits no longer', async () => {
    const values = createContextValues().set(arrivedAtKey, performance.now());
    const left = new AbortController();
    const answer = deadlineInterceptor(30_000, createFakeClock(0))(never)(
      request(left.signal, values),
    );
    expect(values.get(isAwaitedKey)()).to.equal(true);
    left.abort();
    expect(values.get(isAwaitedKey)()).to.equal(false);
    await answer.catch(() => {});
  });
});
