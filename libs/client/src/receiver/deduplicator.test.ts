import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { type Deduplicator, processOnce } from './deduplicator.ts';
import { DeliveryInProgressError } from './delivery-in-progress-error.ts';
import { createMemoryDeduplicator } from './memory-deduplicator.ts';

describe('processOnce', () => {
  it('processes an event once, however often it is delivered', async () => {
    const deduplicator = createMemoryDeduplicator();
    let processed = 0;
    const deliver = () => processOnce(deduplicator, 'evt_1', () => void (processed += 1));
    expect(await Promise.all([deliver(), deliver(), deliver()])).to.have.members([
      'processed',
      'duplicate',
      'duplicate',
    ]);
    expect(processed).to.equal(1);
  });

  it('says in the answer whether the event was known, and nothing of a failure', async () => {
    const deduplicator = createMemoryDeduplicator();
    const answered = async (handle: () => void): Promise<string[]> => {
      const headers: string[] = [];
      const answer = {
        setHeader: (name: string, value: string) => headers.push(`${name}: ${value}`),
      };
      await processOnce(deduplicator, 'evt_1', handle, answer).catch(() => undefined);
      return headers;
    };
    const fail = (): void => {
      throw new Error('no database');
    };
    expect(await answered(fail)).to.deep.equal([]);
    expect(await answered(() => {})).to.deep.equal(['webhook-duplicate: false']);
    expect(await answered(() => {})).to.deep.equal(['webhook-duplicate: true']);
  });

  it('processes it again after a failure', async () => {
    const deduplicator = createMemoryDeduplicator();
    const failure = new Error('no database');
    const failing = processOnce(deduplicator, 'evt_1', () => Promise.reject(failure));
    expect(await failureOf(failing)).to.equal(failure);
    expect(await processOnce(deduplicator, 'evt_1', () => {})).to.equal('processed');
  });

  it('acknowledges no copy of what is in hand: attempt 2 at 20.9 s of a handler that fails at 25 s', async () => {
    const clock = createFakeClock(0);
    const deduplicator = createMemoryDeduplicator();
    const failure = new Error('no database');
    const answered: string[] = [];
    const attempt = async (name: string, handle: () => Promise<void> | void): Promise<void> => {
      const result = await processOnce(deduplicator, 'evt_1', handle).catch(() => '5xx');
      answered.push(`${name} at ${clock.now()}: ${result}`);
    };
    const first = attempt('1', () => after(clock, 25_000).then(() => Promise.reject(failure)));
    await everythingQueued();
    clock.advance(20_900);
    const second = attempt('2', () => {});
    await everythingQueued();
    expect(answered).to.deep.equal([]);
    clock.advance(4_100);
    await Promise.all([first, second]);
    expect(answered).to.have.members(['1 at 25000: 5xx', '2 at 25000: 5xx']);
    clock.advance(30_000);
    await attempt('3', () => {});
    expect(answered.at(-1)).to.equal('3 at 55000: processed');
  });

  it('keeps two events, and two deduplicators, apart', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const [one, other] = [createMemoryDeduplicator(), createMemoryDeduplicator()];
    const waiting = processOnce(one, 'evt_1', () => held);
    expect(await processOnce(one, 'evt_2', () => {})).to.equal('processed');
    expect(await processOnce(other, 'evt_1', () => {})).to.equal('processed');
    release();
    expect(await waiting).to.equal('processed');
  });

  it('refuses a copy that another process has in hand, until that is done', async () => {
    const store = new Map<string, 'claimed' | 'processed'>();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const waiting = processOnce(createStored(store), 'evt_1', () => held);
    const refused = await failureOf(processOnce(createStored(store), 'evt_1', () => {}));
    expect(refused).to.be.instanceOf(DeliveryInProgressError).and.include({ id: 'evt_1' });
    release();
    expect(await waiting).to.equal('processed');
    expect(await processOnce(createStored(store), 'evt_1', () => {})).to.equal('duplicate');
  });

  it('tells both failures when a claim cannot be given back', async () => {
    const lost = new Error('connection lost');
    const broken = { claim: async () => true, release: () => Promise.reject(lost) };
    const failure = new Error('no database');
    const error = await failureOf(processOnce(broken, 'evt_1', () => Promise.reject(failure)));
    expect(error).to.be.instanceOf(AggregateError);
    expect((error as AggregateError).errors).to.deep.equal([failure, lost]);
  });
});

describe('the deduplicator in memory', () => {
  it('forgets what was seen longest ago beyond its limit', async () => {
    const deduplicator = createMemoryDeduplicator({ maxIds: 2 });
    for (const id of ['a', 'b', 'a', 'c']) await deduplicator.claim(id);
    expect(await deduplicator.claim('a')).to.equal(false);
    expect(await deduplicator.claim('b')).to.equal(true);
  });

  for (const maxIds of [NaN, 0, -1, 1.5, Infinity, '5' as unknown as number]) {
    it(`refuses a limit of ${JSON.stringify(maxIds)} (${maxIds})`, () => {
      expect(() => createMemoryDeduplicator({ maxIds })).to.throw(TypeError, 'maxIds');
    });
  }
});

/** What one process has of a store that several share. */
function createStored(store: Map<string, 'claimed' | 'processed'>): Deduplicator {
  return {
    claim: async (id) => {
      const state = store.get(id);
      if (state === 'claimed') throw new DeliveryInProgressError(id);
      store.set(id, state ?? 'claimed');
      return state === undefined;
    },
    complete: async (id) => void store.set(id, 'processed'),
    release: async (id) => void store.delete(id),
  };
}

function after(clock: ReturnType<typeof createFakeClock>, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

/** Every microtask that waits has run by then. */
function everythingQueued(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );
}
