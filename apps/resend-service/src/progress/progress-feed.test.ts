import { expect } from 'chai';

import type { EndpointProgress, FollowedResend, Resend, WaitReason } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, sampleResend, waitFor, type FakeClock } from '@webhooks/testing';

import { startProgressFeed, type ProgressFeed } from './progress-feed.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const never = new AbortController().signal;

describe('progress feed', () => {
  let clock: FakeClock;
  let feed: ProgressFeed;
  /** What the store holds, and the ids of each look into it. */
  let stored: Map<number, Resend>;
  let looks: number[][];
  let failures: number;
  /** Each reading of progress, and what endpoints wait for. */
  let readings: number[][];
  let waitingFor: WaitReason;

  beforeEach(() => {
    clock = createFakeClock(1_000_000);
    stored = new Map();
    looks = [];
    failures = 0;
    readings = [];
    waitingFor = 'turn';
    const getMany = async (ids: readonly number[]) => {
      looks.push([...ids]);
      if (failures > 0) throw new Error(`failure ${failures--}`);
      return ids.flatMap((id) => stored.get(id) ?? []);
    };
    const progress = async (ids: readonly number[]) => {
      readings.push([...ids]);
      return ids.map((id) => progressOf(id));
    };
    const resends = { getMany, progress };
    feed = startProgressFeed({ resends, expiresAfterMs: 1, clock, timers: clock, logger });
  });

  afterEach(() => feed[Symbol.asyncDispose]());

  function resend(id: number, change: Partial<Resend> = {}): Resend {
    const known = stored.get(id) ?? sampleResend({ id });
    const changed = { ...known, ...change };
    stored.set(id, changed);
    return changed;
  }

  const progressOf = (resendId: number) => {
    const endpoints = [{ endpointId: 'ep_in', waitingFor } as EndpointProgress];
    return { resendId, endpoints, others: 0 };
  };

  const followed = (id: number): FollowedResend => ({ ...resend(id), progress: progressOf(id) });

  /** Reads states as fast as they come. */
  function read(id: number, over = never): { readonly delivered: number[]; isOver: boolean } {
    const reader = { delivered: [] as number[], isOver: false };
    void (async () => {
      for await (const state of feed.follow(followed(id), over))
        reader.delivered.push(state.delivered);
      reader.isOver = true;
    })();
    return reader;
  }

  /** Lets one look pass, to its end. */
  async function look(): Promise<void> {
    const before = looks.length;
    await waitFor(() => clock.pendingTimers === 1, { what: 'the pause' });
    clock.advance(100);
    await waitFor(() => looks.length > before && clock.pendingTimers === 1, { what: 'a look' });
  }

  it('gives the state at once and then what changes, every 250 ms at most', async () => {
    const reader = read(7);
    await waitFor(() => reader.delivered.length === 1, { what: 'the first state' });
    for (let delivered = 1; delivered <= 10; delivered += 1) {
      resend(7, { delivered });
      await look();
    }
    expect(reader.delivered).to.deep.equal([0, 3, 6, 9]);
  });

  it('gives nothing where nothing changed', async () => {
    const reader = read(7);
    for (let round = 0; round < 8; round += 1) await look();
    expect(reader.delivered).to.deep.equal([0]);
  });

  it('gives the settled state at once, and ends', async () => {
    const reader = read(7);
    await look();
    resend(7, { delivered: 1 });
    await look();
    await look();
    expect(reader.delivered).to.deep.equal([0, 1]);
    resend(7, { delivered: 2, status: 'COMPLETED', finishedAtMs: 5 });
    await look();
    await waitFor(() => reader.isOver, { what: 'the end' });
    expect(reader.delivered).to.deep.equal([0, 1, 2]);
  });

  it('reads progress once for all watchers, and not at every look', async () => {
    const readers = [7, 7, 7].map((id) => read(id));
    for (let delivered = 1; delivered <= 6; delivered += 1) {
      resend(7, { delivered });
      await look();
    }
    expect(readings).to.deep.equal([[7], [7]]);
    for (const { delivered } of readers) expect(delivered).to.deep.equal([0, 3, 6]);
  });

  it('tells within a second or so what an endpoint waits for although nothing else changes', async () => {
    const reasons: unknown[] = [];
    void (async () => {
      for await (const { progress } of feed.follow(followed(7), never))
        reasons.push(progress.endpoints[0]?.waitingFor);
    })();
    for (let round = 0; round < 12; round += 1) await look();
    waitingFor = 'breaker';
    for (let round = 0; round < 12; round += 1) await look();
    expect(reasons).to.deep.equal(['turn', 'breaker']);
    expect(readings).to.have.length(2);
  });

  it('gives a resend that is settled already, and ends', async () => {
    resend(7, { delivered: 2, finishedAtMs: 5 });
    const reader = read(7);
    await waitFor(() => reader.isOver, { what: 'the end' });
    expect(reader.delivered).to.deep.equal([2]);
  });

  it('gives a slow reader the newest state, and never loses the last', async () => {
    const states = feed.follow(followed(7), never)[Symbol.asyncIterator]();
    expect((await states.next()).value).to.include({ delivered: 0 });
    for (let delivered = 1; delivered <= 9; delivered += 1) {
      resend(7, { delivered });
      await look();
    }
    resend(7, { delivered: 10, finishedAtMs: 5 });
    await look();
    expect((await states.next()).value).to.include({ delivered: 10 });
    expect(await states.next()).to.include({ done: true });
  });

  it('looks at all that is followed at once, and at nothing else', async () => {
    const over = new AbortController();
    const readers = [7, 8, 7, 9].map((id) => read(id, id === 8 ? over.signal : never));
    await look();
    expect(looks.at(-1)).to.have.members([7, 8, 9]);
    over.abort();
    await waitFor(() => readers[1]?.isOver, { what: 'the end' });
    await look();
    expect(looks.at(-1)).to.have.members([7, 9]);
  });

  it('does not look while nobody follows, and at once when somebody does', async () => {
    const over = new AbortController();
    const reader = read(7, over.signal);
    await look();
    over.abort();
    await waitFor(() => reader.isOver, { what: 'the end' });
    clock.advance(100);
    const before = looks.length;
    await waitFor(() => clock.pendingTimers === 1, { what: 'the pause' });
    clock.advance(60_000);
    expect(looks).to.have.length(before);
    read(7);
    await waitFor(() => looks.length === before + 1, { what: 'a look' });
  });

  it('ends when the resend is no longer kept', async () => {
    const reader = read(7);
    await look();
    stored.delete(7);
    await look();
    await waitFor(() => reader.isOver, { what: 'the end' });
  });

  it('goes on after it could not read', async () => {
    const reader = read(7);
    await look();
    failures = 1;
    resend(7, { delivered: 4 });
    await look();
    clock.advance(1_000);
    await waitFor(() => reader.delivered.length === 2, { what: 'the next state' });
  });

  it('is not held up by a clock that jumps back', async () => {
    const reader = read(7);
    await look();
    resend(7, { delivered: 1 });
    clock.jump(0);
    await look();
    expect(reader.delivered).to.deep.equal([0, 1]);
  });
});
