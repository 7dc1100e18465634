import { createHttpSender, Egress, type NotSentReason, type Sender } from '@webhooks/delivery';
import { systemClock } from '@webhooks/domain';
import { freePort, startConnectProxy, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { endpointRecord, eventRecords, QUEUES, useHarness, type Harness } from './harness.ts';

const COUNT = 40;

/** A sender that reaches receivers through a proxy on a port of the loopback alone. */
function senderThrough(port: number): { readonly egress: Egress; readonly sender: Sender } {
  const defaultProxy = { host: '127.0.0.1', port, authorization: null, isByName: false };
  const egress = new Egress({
    ...{ defaultProxy, named: new Map(), proxyLookup: null, timeoutMs: 500 },
  });
  const clock = systemClock;
  const limits = { attemptTimeoutMs: 1_000, connectionsPerOrigin: 64 };
  return { egress, sender: createHttpSender({ ...limits, clock, egress }) };
}

describe('deliveries whose egress proxy is down', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  beforeEach(() =>
    harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(COUNT, 8)]),
  );

  it('are no attempts, open no breaker and use up no schedule; they go once it is back', async () => {
    const port = await freePort();
    const through = senderThrough(port);
    await using _sender = through.sender;
    const reasons: NotSentReason[] = [];
    const engine = await harness.startEngine({
      sender: through.sender,
      // One attempt is all that each delivery has.
      policy: { scheduleMs: [0], expiresAfterMs: 60_000 },
      onNotSent: ({ reason }) => reasons.push(reason),
    });
    const id = await harness.accept();
    void engine.work(id);
    // The second time that a pause was over.
    await waitFor(() => reasons.length > 8, { what: 'the proxy is tried again' });
    expect(new Set(reasons)).to.deep.equal(new Set(['proxy_unreachable']));
    expect(engine.breakers()).to.deep.equal({ closed: 1, open: 0, half_open: 0 });
    const waiting = await harness.deliveries(id);
    expect(new Set(waiting.map(({ attempts }) => attempts))).to.deep.equal(new Set([0]));
    expect(waiting.some(({ state }) => state === 'RETRYING')).to.equal(true);
    await using proxy = await startConnectProxy({ port });
    const settled = await harness.settled(id);
    expect(settled).to.include({ status: 'COMPLETED', delivered: COUNT, failed: 0 });
    const attempts = (await harness.deliveries(id)).map((delivery) => delivery.attempts);
    expect(attempts).to.deep.equal(Array.from({ length: COUNT }, () => 1));
    expect(receiver.requests).to.have.length(COUNT);
    expect(proxy.targets).to.have.length.greaterThan(0);
    expect(through.egress.states()[0]?.isDown).to.equal(false);
    await engine.stop(1_000);
  });

  it('are not tried one after the other: the first ones that fail hold up the rest', async () => {
    const through = senderThrough(await freePort());
    await using _sender = through.sender;
    let refusals = 0;
    const onNotSent = () => (refusals += 1);
    await harness.write(eventRecords(200, 0, 1_000));
    const engine = await harness.startEngine({ sender: through.sender, onNotSent });
    void engine.work(await harness.accept());
    const isQuiet = () => refusals > 0 && engine.inFlight === 0;
    await waitFor(isQuiet, { what: 'those that were started have failed' });
    expect(refusals).to.be.at.most(QUEUES.endpointMaxInFlight);
    await engine.stop(1_000);
  });

  it('hold up no endpoint that goes another way', async () => {
    const through = senderThrough(await freePort());
    await using _sender = through.sender;
    await harness.write([endpointRecord('ep_b', receiver.url, { egressProxy: 'direct' })]);
    const engine = await harness.startEngine({ sender: through.sender });
    const id = await harness.accept();
    void engine.work(id);
    const delivered = () => harness.get(id).then((resend) => resend.delivered === COUNT);
    await waitFor(delivered, { what: 'the endpoint that is reached directly has everything' });
    expect(receiver.requests).to.have.length(COUNT);
    const other = (await harness.deliveries(id)).filter(({ endpointId }) => endpointId === 'ep_a');
    expect(new Set(other.map(({ attempts }) => attempts))).to.deep.equal(new Set([0]));
    await engine.stop(1_000);
  });

  it('can be cancelled meanwhile', async () => {
    const through = senderThrough(await freePort());
    await using _sender = through.sender;
    let refusals = 0;
    const onNotSent = () => (refusals += 1);
    const engine = await harness.startEngine({ sender: through.sender, onNotSent });
    const id = await harness.accept();
    void engine.work(id);
    await waitFor(() => refusals > 0, { what: 'nothing can be sent' });
    await harness.control(id, 'CANCEL');
    const settled = await harness.settled(id);
    expect(settled).to.include({ status: 'FAILED', delivered: 0, failed: COUNT });
    expect(receiver.requests).to.deep.equal([]);
    await engine.stop(1_000);
  });
});
