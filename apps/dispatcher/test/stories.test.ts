import { defaultBreakerPolicy } from '@webhooks/delivery';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { useHarness, endpointRecord, eventRecords, LIMITS, type Harness } from './harness.ts';

const idsOf = (receiver: HttpReceiver): string[] =>
  receiver.requests.map(({ headers }) => String(headers['webhook-id']));
const numberOf = (eventId: string): number => Number(eventId.split('_')[2]);
const secretOf = (fill: number): string => `whsec_${Buffer.alloc(32, fill).toString('base64')}`;

/** What went wrong in other systems of this kind. */
describe('where other systems broke, the dispatcher', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  it('recovers every failed delivery once, beyond 10,000 of them and across a restart', async () => {
    const isFailing = (eventId: string) => numberOf(eventId) % 16 !== 0;
    receiver.handle((request, response) => {
      if (isFailing(String(request.headers['webhook-id']))) response.statusCode = 422;
      response.end();
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxInFlight: 128 }),
      ...eventRecords(11_000, 0),
    ]);
    const policy = { scheduleMs: [0, 1], expiresAfterMs: 600_000 };
    const queues = {
      endpointMaxInFlight: 128,
      breaker: { ...defaultBreakerPolicy, minSamples: 1e9 },
    };
    const first = await harness.startEngine({ policy, queues });
    const history = await harness.accept();
    await first.work(history);
    const before = await harness.settled(history, 60_000);
    expect(before).to.include({ delivered: 687, failed: 10_313 });
    const sent = receiver.requests.length;
    receiver.handle((_request, response) => void response.end());

    const recover = await harness.accept({ deliveryState: 'FAILED' });
    void first.work(recover).catch(() => undefined);
    await waitFor(() => receiver.requests.length > sent + 2_000, { what: 'it is in the middle' });
    await first.stop(2_000);
    const second = await harness.startEngine({ policy, queues });
    await second.work(recover);

    expect(await harness.settled(recover)).to.include({ total: 10_313, delivered: 10_313 });
    const recovered = idsOf(receiver).slice(sent);
    expect(recovered).to.have.length(10_313);
    expect(new Set(recovered).size).to.equal(10_313);
    expect(recovered.every(isFailing)).to.equal(true);
    await second.stop(1_000);
  }).timeout(120_000);

  it('keeps the retries of a resend when another one of the same event fails', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 400;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(1, 1)]);
    const first = await harness.accept();
    const slow = await harness.startEngine({
      policy: { scheduleMs: [0, 1_500], expiresAfterMs: 60_000 },
    });
    await slow.work(first);
    const byHand = await harness.accept();
    await slow.work(byHand);
    receiver.handle((_request, response) => void response.end());
    expect(await harness.settled(first)).to.include({ status: 'COMPLETED' });
    expect(await harness.settled(byHand)).to.include({ status: 'COMPLETED' });
    await slow.stop(1_000);
  });

  it('records an answer with a NUL byte, and sends once', async () => {
    receiver.handle((_request, response) => void response.end(Buffer.from([0, 1, 255, 0, 10])));
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(1, 1)]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    await engine.work(id);
    expect(await harness.get(id)).to.include({ status: 'COMPLETED' });
    const attempts = await harness.resends.listAttempts(id, 1);
    expect(Buffer.from(attempts?.[0]?.responseSnippet ?? [])).to.deep.equal(
      Buffer.from([0, 1, 255, 0, 10]),
    );
    expect(receiver.requests).to.have.length(1);
    await engine.stop(1_000);
  });

  it('ends an attempt whose answer drips by its deadline, and keeps slots for other endpoints', async () => {
    await using dripping = await startHttpReceiver((_request, response) => {
      response.writeHead(500);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await harness.write([
      { kind: 'account', account: { id: 18, branchIdentifier: '1', number: '1', userIds: [246] } },
      endpointRecord('ep_slow', dripping.url),
      endpointRecord('ep_fast', receiver.url, { accountId: 18 }),
      ...eventRecords(100, 0),
      ...eventRecords(500, 0, 1, 18),
    ]);
    const policy = { scheduleMs: [0], expiresAfterMs: 60_000 };
    const engine = await harness.startEngine({
      policy,
      limits: { ...LIMITS, maxInFlight: 32 },
    });
    const slow = await harness.accept();
    void engine.work(slow).catch(() => undefined);
    await waitFor(() => dripping.connections === 16, { what: 'the slow one has its slots' });
    await engine.work(await harness.accept({}, 18));
    expect(receiver.requests).to.have.length(500);
    await waitFor(async () => (await harness.get(slow)).failed >= 16, {
      what: 'attempts end by their deadline',
    });
    const [delivery] = await harness.deliveries(slow);
    expect(delivery).to.include({ lastErrorClass: 'timeout', lastHttpStatus: 500 });
    await engine.stop(2_000);
  });

  it('delivers both of two resends in a row', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(5, 1)]);
    const both = [await harness.accept(), await harness.accept()];
    const engine = await harness.startEngine();
    await Promise.all(both.map((id) => engine.work(id)));
    expect(receiver.requests).to.have.length(10);
    await engine.stop(1_000);
  });

  it('resends what was delivered before', async () => {
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(5, 1)]);
    const engine = await harness.startEngine();
    await engine.work(await harness.accept());
    await engine.work(await harness.accept());
    expect(idsOf(receiver).filter((id) => id === 'evt_17_3')).to.have.length(2);
    await engine.stop(1_000);
  });

  it('signs by a rotated secret from the next attempt on', async () => {
    const seen: string[] = [];
    receiver.handle((request, response) => {
      const verifies = (secret: string): boolean => {
        try {
          new Webhook(secret).verify(request.body, request.headers as Record<string, string>);
          return true;
        } catch {
          return false;
        }
      };
      const [first] = String(request.headers['webhook-signature']).split(' ');
      request.headers['webhook-signature'] = String(first);
      const isNewFirst = verifies(secretOf(2));
      seen.push(isNewFirst ? 'new' : verifies(secretOf(1)) ? 'old' : 'none');
      response.end();
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, {
        signingSecrets: [{ secret: secretOf(1), expiresAtMs: null }],
      }),
      ...eventRecords(1_500, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    const work = engine.work(id);
    await waitFor(() => seen.length > 300, { what: 'traffic flows' });
    await harness.rotate('ep_a', secretOf(2), 60_000);
    const atRotation = seen.length;
    await work;
    expect(seen.filter((which) => which === 'none')).to.have.length(0);
    // What was in flight at the rotation was signed before it.
    expect(seen.slice(atRotation + 16)).to.not.include('old');
    expect(seen.slice(0, atRotation - 16)).to.not.include('new');
    await engine.stop(1_000);
  });

  it('follows no redirect', async () => {
    await using elsewhere = await startHttpReceiver();
    receiver.handle((_request, response) => {
      response.writeHead(302, { location: elsewhere.url }).end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(1, 1)]);
    const id = await harness.accept();
    const engine = await harness.startEngine({ policy: { scheduleMs: [0], expiresAfterMs: 9e6 } });
    await engine.work(id);
    expect(await harness.get(id)).to.include({ status: 'FAILED', failed: 1 });
    expect(elsewhere.connections).to.equal(0);
    await engine.stop(1_000);
  });

  it('resends the events of its own account alone', async () => {
    await harness.write([
      { kind: 'account', account: { id: 18, branchIdentifier: '1', number: '1', userIds: [246] } },
      endpointRecord('ep_a', receiver.url),
      endpointRecord('ep_other', receiver.url, { accountId: 18 }),
      ...eventRecords(20, 5),
      ...eventRecords(20, 5, 1, 18),
    ]);
    const engine = await harness.startEngine();
    await engine.work(await harness.accept({}, 18));
    expect(idsOf(receiver)).to.have.length(20);
    expect(idsOf(receiver).every((id) => id.startsWith('evt_18_'))).to.equal(true);
    await engine.stop(1_000);
  });

  it('goes to the endpoints that it names alone', async () => {
    await using other = await startHttpReceiver();
    await harness.write([
      endpointRecord('ep_a', receiver.url),
      endpointRecord('ep_b', other.url),
      ...eventRecords(10, 2),
    ]);
    const engine = await harness.startEngine();
    await engine.work(await harness.accept({ endpointIds: ['ep_b'] }));
    expect(other.requests).to.have.length(10);
    expect(receiver.requests).to.have.length(0);
    await engine.stop(1_000);
  });

  it('holds no transaction open during an attempt', async () => {
    receiver.handle(() => undefined);
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(30, 0)]);
    const engine = await harness.startEngine();
    void engine.work(await harness.accept()).catch(() => undefined);
    await waitFor(() => receiver.connections === 16, { what: 'attempts hang' });
    const startedAt = performance.now();
    await harness.write(eventRecords(1, 0, 10_000));
    expect(performance.now() - startedAt).to.be.below(500);
    await engine.stop(0);
  });

  it('comes back slowly to an endpoint that was repaired', async () => {
    let lastMs = Infinity;
    let probes = 0;
    receiver.handle((_request, response) => {
      // What comes after the breaker's pause, by itself.
      if (performance.now() - lastMs > 200) probes += 1;
      lastMs = performance.now();
      response.destroy();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(2_000, 0)]);
    const breaker = { ...defaultBreakerPolicy, firstOpenMs: 300, maxOpenMs: 300 };
    const engine = await harness.startEngine({
      queues: { endpointMaxInFlight: 16, breaker },
      policy: { scheduleMs: [0, 10, 10, 10, 10, 10], expiresAfterMs: 600_000 },
    });
    const id = await harness.accept();
    void engine.work(id).catch(() => undefined);
    await waitFor(() => probes === 2, { what: 'two probes that fail' });
    let open = 0;
    const together: number[] = [];
    receiver.handle((_request, response) => {
      open += 1;
      together.push(open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 4);
    });
    await harness.settled(id, 30_000);
    const allowed = [1, 2, 2, 4, 4, 4, 4];
    expect(together.slice(0, 7).every((n, index) => n <= (allowed[index] ?? 4))).to.equal(true);
    expect(Math.max(...together)).to.be.at.most(16);
    await engine.stop(1_000);
  }).timeout(40_000);
});
