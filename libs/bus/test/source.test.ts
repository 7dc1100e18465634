import { expect } from 'chai';
import { connect } from 'nats';

import type { ReceivedJob } from '@webhooks/domain';
import { startNatsServer, waitFor, type NatsServer } from '@webhooks/testing';

import { job, testBus, type TestBus } from './setup.ts';

describe('NatsJobSource', () => {
  let server: NatsServer;
  let bus: TestBus;

  before(async () => {
    server = await startNatsServer();
  });

  beforeEach(async () => {
    await server.kill();
    server.wipeStore();
    await server.start();
    bus = testBus(server.url);
    await waitFor(() => bus.connected, { what: 'a connection' });
  });

  afterEach(async () => {
    await bus[Symbol.asyncDispose]();
  });

  after(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('hands over a job as it was published', async () => {
    const received: ReceivedJob[] = [];
    const source = bus.createSource({ mode: 'interactive', maxInFlight: 4 });
    await source.start(async (each) => void received.push(each));
    const published = job(2 ** 53 - 1, { mode: 'interactive', run: 3, traceparent: '00-ab-cd-01' });
    await bus.publisher.publish(published);
    await waitFor(() => received.length > 0, { what: 'the job' });
    expect(received).to.deep.equal([published]);
  });

  it('hands over what was published before it was started', async () => {
    for (let id = 1; id <= 3; id += 1) await bus.publisher.publish(job(id));
    const received = await startCollecting(bus);
    await waitFor(() => received.length === 3, { what: 'three jobs' });
    expect(received).to.deep.equal([1, 2, 3]);
  });

  it('has at most maxInFlight jobs in hand and takes the next when one is done', async () => {
    const gate = Promise.withResolvers<void>();
    const begun: number[] = [];
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 2 });
    await source.start(async ({ resendId }) => {
      begun.push(resendId);
      if (resendId <= 2) await gate.promise;
    });
    for (let id = 1; id <= 5; id += 1) await bus.publisher.publish(job(id));
    await waitFor(() => begun.length === 2, { what: 'two jobs in hand' });
    const receipt = await bus.publisher.publish(job(6));
    expect(await bus.publisher.holds(receipt)).to.equal(true);
    expect(begun).to.deep.equal([1, 2]);
    gate.resolve();
    await waitFor(() => begun.length === 6, { what: 'the others' });
  });

  it('hands an interactive job over at once while bulk is full', async () => {
    const never = Promise.withResolvers<void>();
    const bulk = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    await bulk.start(() => never.promise);
    for (let id = 1; id <= 100; id += 1) await bus.publisher.publish(job(id));
    const received: number[] = [];
    const interactive = bus.createSource({ mode: 'interactive', maxInFlight: 1 });
    await interactive.start(async ({ resendId }) => void received.push(resendId));
    await bus.publisher.publish(job(101, { mode: 'interactive' }));
    await waitFor(() => received.length > 0, { deadlineMs: 1_000, what: 'the interactive job' });
    expect(received).to.deep.equal([101]);
    never.resolve();
  });

  it('hands a job over again whose handler rejected or threw', async () => {
    let calls = 0;
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    await source.start(() => {
      calls += 1;
      if (calls === 1) throw new Error('thrown');
      return calls === 2 ? Promise.reject(new Error('rejected')) : Promise.resolve();
    });
    const receipt = await bus.publisher.publish(job(1));
    await waitFor(async () => !(await bus.publisher.holds(receipt)), { what: 'the third try' });
    expect(calls).to.equal(3);
  });

  it('drops a message that is no job, says so without its content, and goes on', async () => {
    const received = await startCollecting(bus);
    const intruder = await connect({ servers: server.url });
    for (const garbage of ['', 'secret-garbage', '\u0008\u0000']) {
      await intruder.jetstream().publish('resends.requested.bulk', garbage);
    }
    await bus.publisher.publish(job(9));
    await waitFor(() => received.length > 0, { what: 'the job behind the garbage' });
    const { state } = await (await intruder.jetstreamManager()).streams.info('RESENDS');
    await intruder.close();
    expect(received).to.deep.equal([9]);
    expect(state.messages).to.be.at.most(1);
    const complaints = bus.logLines.filter((line) => line.includes('no job'));
    expect(complaints).to.have.length(3);
    expect(complaints.join()).not.to.include('secret-garbage');
  });

  it('starts again after it was stopped, and not twice at once', async () => {
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    const received: number[] = [];
    const handler = async ({ resendId }: ReceivedJob): Promise<void> =>
      void received.push(resendId);
    await source.start(handler);
    let error: unknown;
    await source.start(handler).catch((reason: unknown) => (error = reason));
    expect(error).to.be.instanceOf(Error);
    await source.stop(1_000);
    await bus.publisher.publish(job(1));
    await source.start(handler);
    await waitFor(() => received.length === 1, { what: 'the job' });
  });
});

async function startCollecting(bus: TestBus): Promise<readonly number[]> {
  const received: number[] = [];
  const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
  await source.start(async ({ resendId }) => void received.push(resendId));
  return received;
}
