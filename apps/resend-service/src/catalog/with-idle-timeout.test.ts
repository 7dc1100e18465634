import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect } from 'chai';

import { createFakeClock, waitFor } from '@webhooks/testing';

import { withIdleTimeout } from './with-idle-timeout.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('withIdleTimeout', () => {
  async function* oneThenSilence() {
    yield 1;
    await new Promise(() => {});
  }

  async function collect(messages: AsyncIterable<number>): Promise<unknown[]> {
    const seen: unknown[] = [];
    try {
      for await (const message of messages) seen.push(message);
    } catch (error) {
      seen.push((error as { code: unknown }).code);
    }
    return seen;
  }

  it('passes messages on and leaves no timer behind', async () => {
    const timers = createFakeClock(0);
    const options = { idleLimitMs: 1_000, stopping: new AbortController().signal, timers };
    async function* three() {
      yield* [1, 2, 3];
    }
    expect(await collect(withIdleTimeout(three(), options))).to.deep.equal([1, 2, 3]);
    expect(timers.pendingTimers).to.equal(0);
  });

  it('gives up after a silence', async () => {
    const timers = createFakeClock(0);
    const options = { idleLimitMs: 1_000, stopping: new AbortController().signal, timers };
    const seen = collect(withIdleTimeout(oneThenSilence(), options));
    await new Promise(setImmediate);
    timers.advance(1_000);
    expect(await seen).to.deep.equal([1, 4]);
  });

  it('gives up when the service stops', async () => {
    const stop = new AbortController();
    const timers = createFakeClock(0);
    const options = { idleLimitMs: 1_000, stopping: stop.signal, timers };
    const seen = collect(withIdleTimeout(oneThenSilence(), options));
    await new Promise(setImmediate);
    stop.abort();
    expect(await seen).to.deep.equal([1, 'service_unavailable']);
  });

  it('does not begin when the service stops already', async () => {
    const options = {
      idleLimitMs: 1_000,
      stopping: AbortSignal.abort(),
      timers: createFakeClock(0),
    };
    expect(await collect(withIdleTimeout(oneThenSilence(), options))).to.deep.equal([
      'service_unavailable',
    ]);
  });

  it('keeps nothing of what it passed on', async () => {
    async function* objects() {
      for (let count = 0; ; count += 1) yield { count };
    }
    const options = {
      idleLimitMs: 1_000,
      stopping: new AbortController().signal,
      timers: createFakeClock(0),
    };
    const iterator = withIdleTimeout(objects(), options)[Symbol.asyncIterator]();
    const references: WeakRef<object>[] = [];
    while (references.length < 100) {
      references.push(new WeakRef((await iterator.next()).value as object));
    }
    const remembered = (): number => {
      collectGarbage();
      return references.filter((reference) => reference.deref() !== undefined).length;
    };
    await waitFor(() => remembered() < 10, { what: 'the messages to be forgotten' });
    expect(await iterator.next(), 'the stream goes on').to.include({ done: false });
  });
});
