import { systemClock, systemTimers, type Fence, type LeaseStore } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import { Leadership, type LeaderTerm } from './leadership.ts';

const TTL_MS = 200;

/** One lease, as the database keeps it. */
function createLease() {
  let holder: string | null = null;
  let number = 0;
  let untilMs = 0;
  const releases: number[] = [];
  const store: LeaseStore = {
    acquire: (candidate, ttlMs, nowMs) => {
      if (holder !== null && nowMs < untilMs) return Promise.resolve(null);
      holder = candidate;
      number += 1;
      untilMs = nowMs + ttlMs;
      return Promise.resolve({ holder: candidate, number });
    },
    renew: (fence, ttlMs, nowMs) => {
      if (fence.number !== number || holder === null) return Promise.resolve(false);
      untilMs = nowMs + ttlMs;
      return Promise.resolve(true);
    },
    release: (fence) => {
      releases.push(fence.number);
      if (fence.number === number) holder = null;
      return Promise.resolve();
    },
  };
  return { store, releases, steal: () => (number += 1) };
}

interface Led {
  readonly fence: Fence;
  readonly holdsLease: () => boolean;
  readonly end: () => void;
  stopped: boolean | null;
}

describe('Leadership', () => {
  const started: Leadership[] = [];

  afterEach(async () => {
    for (const leadership of started.splice(0)) await leadership[Symbol.asyncDispose]();
  });

  function start(lease: LeaseStore, holder: string): Led[] {
    const terms: Led[] = [];
    const leadership = new Leadership({
      lease,
      holder,
      ttlMs: TTL_MS,
      now: () => systemClock.now(),
      monotonic: () => performance.now(),
      timers: systemTimers,
      logger: createLogger({ name: 'test', level: 'silent' }),
      lead: (fence, holdsLease) => {
        const { promise: ended, resolve: end } = Promise.withResolvers<void>();
        const led: Led = { fence, holdsLease, end, stopped: null };
        terms.push(led);
        const stop = (isLeaseLost: boolean): Promise<void> => {
          led.stopped = isLeaseLost;
          return Promise.resolve();
        };
        const term: LeaderTerm = { ended, onRenewed: () => undefined, stop };
        return Promise.resolve(term);
      },
    });
    started.push(leadership);
    leadership.start();
    return terms;
  }

  it('leads alone, and the standby takes over at once when the leader stops', async () => {
    const { store } = createLease();
    const first = start(store, 'first');
    await waitFor(() => first.length === 1, { what: 'the first one leads' });
    const second = start(store, 'second');
    await started[0]?.[Symbol.asyncDispose]();
    expect(first[0]?.stopped).to.equal(false);
    await waitFor(() => second.length === 1, { what: 'the second one leads' });
    expect(second[0]?.fence.number).to.equal(2);
  });

  it('keeps its lease for much longer than one term', async () => {
    const { store } = createLease();
    const terms = start(store, 'first');
    const startedAt = performance.now();
    await waitFor(() => performance.now() - startedAt > 4 * TTL_MS, { what: 'terms pass' });
    expect(terms).to.have.length(1);
    expect(terms[0]?.holdsLease()).to.equal(true);
  });

  it('gives no time to what is in flight when the lease is lost, and does not release it', async () => {
    const { store, steal, releases } = createLease();
    const terms = start(store, 'first');
    await waitFor(() => terms.length === 1, { what: 'it leads' });
    steal();
    await waitFor(() => terms[0]?.stopped === true, { what: 'the term is ended' });
    expect(releases).to.deep.equal([]);
  });

  it('leads again, with a new fence, after its term ended by itself', async () => {
    const { store } = createLease();
    const terms = start(store, 'first');
    await waitFor(() => terms.length === 1, { what: 'it leads' });
    terms[0]?.end();
    await waitFor(() => terms.length === 2, { what: 'it leads again' });
    expect(terms[0]?.stopped).to.equal(false);
    expect(terms[1]?.fence.number).to.equal(2);
  });

  it('is in touch as long as the database answers, leading or standing by', async () => {
    const { store } = createLease();
    let isBroken = false;
    const orFail = <T>(answer: () => Promise<T>): Promise<T> =>
      isBroken ? Promise.reject(new Error('disk I/O error')) : answer();
    const lease: LeaseStore = {
      ...store,
      acquire: (...args) => orFail(() => store.acquire(...args)),
      renew: (...args) => orFail(() => store.renew(...args)),
    };
    start(lease, 'first');
    start(lease, 'second');
    const areAll = (expected: boolean) => started.every(({ isInTouch }) => isInTouch === expected);
    await waitFor(() => areAll(true), { what: 'both are in touch' });
    expect(started.map(({ isLeading }) => isLeading)).to.deep.equal([true, false]);
    isBroken = true;
    await waitFor(() => areAll(false), { what: 'neither is in touch' });
    isBroken = false;
    await waitFor(() => areAll(true), { what: 'both are in touch again' });
  });
});
