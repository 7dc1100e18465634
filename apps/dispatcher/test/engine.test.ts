import { createHttpSender, defaultBreakerPolicy, type Sender } from '@webhooks/delivery';
import { systemClock } from '@webhooks/domain';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { useHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const ids = (receiver: HttpReceiver): string[] =>
  receiver.requests.map(({ headers }) => String(headers['webhook-id']));

describe('engine', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  it('delivers every event of a bulk resend once and settles it', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(3000, 300)]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    await engine.work(id);
    const resend = await harness.get(id);
    expect(resend).to.include({ status: 'COMPLETED', total: 3000, delivered: 3000, failed: 0 });
    expect(new Set(ids(receiver)).size).to.equal(3000);
    expect(receiver.requests).to.have.length(3000);
    await engine.stop(1000);
  });

  it('sends the events of one object in order and never two at a time', async () => {
    const open = new Map<string, number>();
    const order = new Map<string, number[]>();
    const together: string[] = [];
    receiver.handle((request, response) => {
      const { n } = (JSON.parse(request.body.toString()) as { data: { n: number } }).data as never;
      const object = String(Number(n) % 7);
      open.set(object, (open.get(object) ?? 0) + 1);
      if ((open.get(object) ?? 0) > 1) together.push(object);
      order.set(object, [...(order.get(object) ?? []), Number(n)]);
      setTimeout(() => {
        open.set(object, (open.get(object) ?? 1) - 1);
        response.end();
      }, 2);
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(210, 7)]);
    const first = await harness.accept();
    const second = await harness.accept();
    const engine = await harness.startEngine();
    await Promise.all([engine.work(first), engine.work(second)]);
    expect(together, 'objects with two deliveries in flight').to.deep.equal([]);
    expect((await harness.get(second)).delivered).to.equal(210);
    for (const numbers of order.values()) expect(numbers).to.have.length(60);
    await engine.stop(1000);
  });

  it('tries again by the schedule, holding back the later events of the object', async () => {
    let failures = 2;
    receiver.handle((request, response) => {
      if (request.headers['webhook-id'] === 'evt_17_2' && failures > 0) {
        failures -= 1;
        response.statusCode = 500;
      }
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(12, 2)]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    await engine.work(id);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 12 });
    const even = ids(receiver).filter((event) => Number(event.split('_')[2]) % 2 === 0);
    expect(even).to.deep.equal(
      [2, 2, 2, 4, 6, 8, 10, 12].map((number) => `evt_17_${String(number)}`),
    );
    const deliveries = await harness.deliveries(id);
    expect(deliveries[1]).to.include({ attempts: 3, state: 'DELIVERED' });
    await engine.stop(1000);
  });

  it('fails a delivery when the schedule is used up and lets the next event of its object go', async () => {
    receiver.handle((request, response) => {
      if (request.headers['webhook-id'] === 'evt_17_1') response.statusCode = 400;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(3, 1)]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    await engine.work(id);
    const resend = await harness.settled(id);
    expect(resend).to.include({ status: 'FAILED', delivered: 2, failed: 1, pending: 0 });
    expect(ids(receiver)).to.deep.equal([
      'evt_17_1',
      'evt_17_1',
      'evt_17_1',
      'evt_17_2',
      'evt_17_3',
    ]);
    await engine.stop(1000);
  });

  it('serves a healthy endpoint to its end while another one of the account hangs', async () => {
    await using silent = await startHttpReceiver(() => undefined);
    await harness.write([
      endpointRecord('ep_a', receiver.url),
      endpointRecord('ep_hangs', silent.url),
      ...eventRecords(2500, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length === 2500, {
      what: 'the healthy endpoint is done',
    });
    expect(silent.requests.length).to.be.at.most(64);
    await engine.stop(1500);
  });

  it('delivers a small resend of another account in the middle of a big one', async () => {
    await using small = await startHttpReceiver();
    await harness.write([
      { kind: 'account', account: { id: 18, branchIdentifier: '1', number: '1', userIds: [246] } },
      endpointRecord('ep_a', receiver.url),
      endpointRecord('ep_small', small.url, { accountId: 18 }),
      ...eventRecords(5000, 0),
      ...eventRecords(1, 1, 1, 18),
    ]);
    const big = await harness.accept();
    const engine = await harness.startEngine();
    const bigWork = engine.work(big);
    await waitFor(() => receiver.requests.length > 100, { what: 'the big resend runs' });
    await engine.work(await harness.accept({}, 18));
    expect(small.requests).to.have.length(1);
    expect((await harness.get(big)).status).to.equal('PROCESSING');
    await bigWork;
    await engine.stop(1000);
  });

  it('goes on after the engine was stopped in the middle, losing nothing', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(2000, 100)]);
    const id = await harness.accept();
    const first = await harness.startEngine();
    const work = first.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length > 300, { what: 'some are delivered' });
    await first.stop(1000);
    await work;
    expect((await harness.get(id)).status).to.equal('PROCESSING');
    const second = await harness.startEngine();
    await second.work(id);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 2000 });
    expect(receiver.requests, 'a drained stop repeats nothing').to.have.length(2000);
    await second.stop(1000);
  });

  it('lives when the retries of a resumed resend cannot be looked up at first', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(5, 5)]);
    const id = await harness.accept();
    await harness.control(id, 'PAUSE');
    const disk = { failures: 0, isSound: true };
    const nextRetryByEndpoint: typeof harness.store.nextRetryByEndpoint = async (...page) => {
      if (disk.isSound) return await harness.store.nextRetryByEndpoint(...page);
      disk.isSound = true;
      disk.failures += 1;
      throw new Error('disk I/O error');
    };
    const engine = await harness.startEngine({ store: { ...harness.store, nextRetryByEndpoint } });
    await harness.acknowledged(id);
    disk.isSound = false;
    await harness.control(id, 'RESUME');
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 5 });
    expect(disk.failures).to.equal(1);
    await engine.stop(1000);
  });

  it('writes no request that it prepared while it had its lease, until it is renewed', async () => {
    const lease = { isHeld: true, refusals: 0 };
    await using http = createHttpSender({
      attemptTimeoutMs: 10_000,
      connectionsPerOrigin: 1,
      clock: systemClock,
    });
    const sender: Sender = {
      ...http,
      send: (request) => {
        const sent = http.send(request);
        lease.isHeld = lease.refusals > 0;
        return sent;
      },
    };
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(1, 1)]);
    const id = await harness.accept();
    const holdsLease = (): boolean => {
      if (!lease.isHeld) lease.refusals += 1;
      return lease.isHeld;
    };
    const engine = await harness.startEngine({ sender, holdsLease });
    const worked = engine.work(id);
    await waitFor(async () => lease.refusals > 3, { what: 'the request wants to be written' });
    expect(receiver.requests).to.deep.equal([]);
    lease.isHeld = true;
    engine.wake();
    await worked;
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 1 });
    await engine.stop(1000);
  });

  it('starts nothing once its lease may have run out, and goes on when it is renewed', async () => {
    const lease = { isHeld: true, refusals: 0, sentWithout: 0 };
    receiver.handle((_, response) => {
      if (!lease.isHeld) lease.sentWithout += 1;
      if (receiver.requests.length === 5) lease.isHeld = false;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(20, 4)]);
    const id = await harness.accept();
    const engine = await harness.startEngine({
      queues: { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy },
      holdsLease: () => {
        if (!lease.isHeld) lease.refusals += 1;
        return lease.isHeld;
      },
    });
    const worked = engine.work(id);
    await waitFor(async () => lease.refusals > 0 && (await harness.get(id)).delivered === 5, {
      what: 'the engine wants to go on without its lease',
    });
    lease.isHeld = true;
    engine.wake();
    await worked;
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 20 });
    expect(lease.sentWithout, 'sent without the lease').to.equal(0);
    await engine.stop(1000);
  });

  it('ends when another engine has taken the lease, and records nothing more', async () => {
    receiver.handle((_request, response) => void setTimeout(() => response.end(), 30));
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(500, 0)]);
    const id = await harness.accept();
    const first = await harness.startEngine();
    first.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length > 0, { what: 'the first one works' });
    const second = await harness.startEngine();
    await first.ended;
    const before = (await harness.get(id)).delivered;
    await second.work(id);
    expect(before).to.be.below(500);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED', delivered: 500 });
    await second.stop(1000);
  });
});
