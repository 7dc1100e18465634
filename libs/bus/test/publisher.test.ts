import { expect } from 'chai';
import { connect } from 'nats';

import { startNatsServer, waitFor, type NatsServer } from '@webhooks/testing';

import { BusUnavailableError, type Bus } from '../src/index.ts';
import { job, rejection, testBus, useBus } from './setup.ts';

describe('NatsJobPublisher', () => {
  let server: NatsServer;
  let bus: Bus;

  useBus((started) => ({ server, bus } = started));

  it('keeps one publication once and another run apart', async () => {
    const first = await bus.publisher.publish(job(7));
    const again = await bus.publisher.publish(job(7));
    const nextRun = await bus.publisher.publish(job(7, { run: 2 }));
    expect(again).to.deep.equal(first);
    expect(nextRun.stream).to.equal(first.stream);
    expect(nextRun.sequence).to.equal(first.sequence + 1);
  });

  it('knows after a restart of the server what it still holds', async () => {
    const receipt = await bus.publisher.publish(job(7));
    await server.kill();
    await server.start();
    await waitFor(() => bus.publisher.holds(receipt), { what: 'the message' });
    expect(await bus.publisher.holds({ ...receipt, sequence: receipt.sequence + 1 })).to.equal(
      false,
    );
  });

  it('holds nothing of a stream that was created anew with the same numbers', async () => {
    const lost = await bus.publisher.publish(job(7));
    await server.kill();
    server.wipeStore();
    await server.start();
    const kept = await waitFor(() => bus.publisher.publish(job(8)), { what: 'a publication' });
    expect(kept.sequence).to.equal(lost.sequence);
    expect(await bus.publisher.holds(lost)).to.equal(false);
    expect(await bus.publisher.holds(kept)).to.equal(true);
  });

  it('does not hold a job that was acknowledged', async () => {
    const receipt = await bus.publisher.publish(job(7));
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    await source.start(async () => {});
    await waitFor(async () => !(await bus.publisher.holds(receipt)), { what: 'the end of it' });
    await source.stop(1_000);
  });

  it('makes a deleted stream again when nobody takes jobs', async () => {
    const lost = await bus.publisher.publish(job(7));
    const other = await connect({ servers: server.url });
    await (await other.jetstreamManager()).streams.delete('RESENDS');
    await other.close();
    expect(await rejection(bus.publisher.publish(job(8)))).to.be.instanceOf(BusUnavailableError);
    await waitFor(() => bus.publisher.publish(job(8)), { deadlineMs: 1_000, what: 'the stream' });
    expect(await bus.publisher.holds(lost)).to.equal(false);
  });

  it('refuses at once while the server is away', async () => {
    await server.stop();
    await waitFor(() => !bus.connected, { what: 'the end of the connection' });
    expect(await rejection(bus.publisher.publish(job(7)))).to.be.instanceOf(BusUnavailableError);
    const receipt = { stream: 'any', sequence: 1 };
    expect(await rejection(bus.publisher.holds(receipt))).to.be.instanceOf(BusUnavailableError);
  });

  it('refuses what would wait beyond the limit', async () => {
    server.pause();
    const attempts = Array.from({ length: 1_025 }, (_, index) =>
      rejection(bus.publisher.publish(job(index + 1))),
    );
    const error = await attempts[1_024];
    expect(error).to.be.instanceOf(BusUnavailableError);
    expect(error?.message).to.equal('too many publications wait for NATS');
    server.resume();
    expect((await Promise.all(attempts)).filter((failure) => failure !== null)).to.have.length(1);
  });
});

describe('a full stream', () => {
  it('refuses jobs and keeps those that it has', async () => {
    await using server = await startNatsServer();
    await using bus = testBus(server.url, { maxStreamBytes: 1_000 });
    await waitFor(() => bus.connected, { what: 'a connection' });
    const first = await bus.publisher.publish(job(1));
    const error = await waitFor(async () => await fill(bus), { what: 'a refusal' });
    expect(error).to.be.instanceOf(BusUnavailableError);
    expect(error.message).to.equal('NATS did not take the job: maximum bytes exceeded');
    expect(bus.connected).to.equal(true);
    expect(await bus.publisher.holds(first)).to.equal(true);
  });
});

async function fill(bus: Bus): Promise<Error | null> {
  fillRun += 1;
  return await rejection(bus.publisher.publish(job(1, { run: fillRun })));
}

let fillRun = 1;
