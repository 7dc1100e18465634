import { expect } from 'chai';

import type { OutboxJob } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';

import { createJobPublication } from './job-publication.ts';
import { startOutboxRelay, type OutboxRelay } from './outbox-relay.ts';

const job = (resendId: number): OutboxJob => ({
  resendId,
  run: 1,
  mode: 'interactive',
  traceparent: '',
});

describe('startOutboxRelay', () => {
  let timers: FakeClock;
  let relay: OutboxRelay;
  let outbox: OutboxJob[];
  let brokerIsAway: boolean;
  let tries: number[];
  let marked: number[];
  let log: string;

  beforeEach(() => {
    timers = createFakeClock(0);
    outbox = [];
    brokerIsAway = false;
    tries = [];
    marked = [];
    log = '';
  });

  afterEach(() => relay.stop());

  function start(): void {
    const publisher = {
      publish: async ({ resendId }: OutboxJob) => {
        tries.push(resendId);
        if (brokerIsAway) throw new Error('away');
        return { stream: 's', sequence: resendId };
      },
    };
    const publication = createJobPublication(publisher, async ({ resendId }) => {
      marked.push(resendId);
      outbox = outbox.filter((waiting) => waiting.resendId !== resendId);
    });
    relay = startOutboxRelay({
      resends: { unpublishedJobs: async (limit) => outbox.slice(0, limit) },
      publication,
      timers,
      now: () => timers.now(),
      logger: createLogger({
        name: 'test',
        level: 'info',
        destination: { write: (line) => void (log += line) },
      }),
    });
  }

  const idle = () => waitFor(() => timers.pendingTimers === 1, { what: 'the relay to pause' });

  it('publishes what it finds when it starts', async () => {
    outbox = [job(1), job(2)];
    start();
    await idle();
    expect(marked).to.deep.equal([1, 2]);
  });

  it('publishes a job at once', async () => {
    start();
    await idle();
    relay.publishSoon(job(7));
    expect(tries).to.deep.equal([7]);
    await waitFor(() => marked.length === 1, { what: 'the mark' });
  });

  it('finds by itself what nobody told it of', async () => {
    start();
    await idle();
    outbox = [job(3)];
    timers.advance(1_000);
    await waitFor(() => marked.length === 1, { what: 'the mark' });
  });

  it('probes a broker that is away with one job, in growing pauses', async () => {
    brokerIsAway = true;
    outbox = [job(1), job(2), job(3)];
    start();
    await idle();
    expect(tries).to.deep.equal([1, 2, 3]);
    relay.publishSoon(job(4));
    expect(tries, 'nobody waits for the broker').to.have.length(3);
    const pausesMs = [200, 400, 800, 1_600, 2_000, 2_000];
    for (const [index, pauseMs] of pausesMs.entries()) {
      timers.advance(pauseMs - 1);
      expect(tries).to.have.length(3 + index);
      timers.advance(1);
      await waitFor(() => tries.length === 4 + index && timers.pendingTimers === 1, {
        what: `probe ${index + 1}`,
      });
    }
    brokerIsAway = false;
    timers.advance(2_000);
    const publishTheRest = (): boolean => {
      timers.advance(0);
      return marked.length === 3;
    };
    await waitFor(publishTheRest, { what: 'all of the outbox to be published' });
    expect(marked).to.deep.equal([1, 2, 3]);
  });

  it('says once and in one line why jobs wait, without a stack', async () => {
    brokerIsAway = true;
    outbox = [job(1), job(2)];
    start();
    await idle();
    const [line = '', ...others] = log.trimEnd().split('\n');
    expect(others).to.deep.equal([]);
    expect(JSON.parse(line)).to.include({ msg: 'Jobs wait for the broker', reason: 'away' });
    expect(line).to.not.include('stack');
  });

  it('says again why jobs wait, once a minute as long as they do', async () => {
    brokerIsAway = true;
    outbox = [job(1)];
    start();
    await idle();
    for (let probe = 0; probe < 65; probe += 1) {
      const known = tries.length;
      timers.advance(2_000);
      const haveTried = (): boolean => tries.length > known && timers.pendingTimers === 1;
      await waitFor(haveTried, { what: `probe ${probe}` });
    }
    const reasons = log.trimEnd().split('\n');
    expect(reasons.map((line) => (JSON.parse(line) as { msg: string }).msg)).to.deep.equal(
      new Array<string>(3).fill('Jobs wait for the broker'),
    );
  });

  it('waited out its pause although the broker had come back', async () => {
    brokerIsAway = true;
    outbox = [job(1), job(2)];
    start();
    await idle();
    brokerIsAway = false;
    relay.resume();
    await waitFor(() => marked.length === 2, { what: 'the marks, without any time passing' });
    relay.publishSoon(job(3));
    expect(tries).to.include(3);
  });

  it('publishes a job once while it is on its way', async () => {
    start();
    await idle();
    outbox = [job(5)];
    relay.publishSoon(job(5));
    relay.wake();
    await waitFor(() => marked.length === 1 && timers.pendingTimers === 1, { what: 'the mark' });
    expect(tries).to.deep.equal([5]);
  });

  it('keeps a bound on what is on its way', async () => {
    start();
    await idle();
    for (let id = 1; id <= 600; id += 1) relay.publishSoon(job(id));
    expect(tries).to.have.length(512);
  });
});
