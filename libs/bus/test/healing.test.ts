import { expect } from 'chai';
import { connect, type JetStreamManager } from 'nats';

import {
  freePort,
  startNatsServer,
  startTcpProxy,
  waitFor,
  type NatsServer,
} from '@webhooks/testing';

import { job, rejection, testBus, type TestBus } from './setup.ts';

/** What has to be over 5 s after the server is back, and some for a machine that is busy. */
const HEALED_MS = 6_000;

/** What the server says when the time of a request is over, in NATS's protocol. */
const TIME_OUT = /HMSG \S+ \d+ +\d+ \d+\r\nNATS\/1\.0 408 [^\r]*\r\n(?:[^\r]+\r\n)*\r\n\r\n/g;

describe('the bus heals without a restart', function () {
  this.timeout(30_000);
  let server: NatsServer;
  let bus: TestBus;
  let received: number[];

  beforeEach(async () => {
    server = await startNatsServer();
    bus = testBus(server.url);
    received = [];
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 4 });
    await source.start(async ({ resendId }) => void received.push(resendId));
  });

  afterEach(async () => {
    await bus[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** Publishes as a relay does, again with the next run until the job arrives. */
  async function carriesJob(resendId: number): Promise<void> {
    const startedMs = performance.now();
    let run = 0;
    await waitFor(
      async () => {
        run += 1;
        await bus.publisher.publish(job(resendId, { run }));
        await waitFor(() => received.includes(resendId), { deadlineMs: 300, what: 'arrival' });
        return true;
      },
      { deadlineMs: HEALED_MS, what: `job ${resendId} to be carried; ${bus.logLines.join('')}` },
    );
    expect(performance.now() - startedMs).to.be.below(HEALED_MS);
  }

  it('from a server that was killed and comes back with its store', async () => {
    await carriesJob(1);
    await server.kill();
    await waitFor(() => !bus.connected, { what: 'the loss to be known' });
    await server.start();
    await carriesJob(2);
  });

  it('from a server that comes back without its store', async () => {
    await carriesJob(1);
    await server.kill();
    server.wipeStore();
    await server.start();
    await carriesJob(2);
  });

  it('from a store that is deleted before the first job while the server runs', async () => {
    await waitFor(() => bus.connected, { what: 'a connection' });
    server.wipeStore();
    await carriesJob(1);
  });

  it('from a store that is deleted between two jobs while the server runs', async () => {
    await carriesJob(1);
    server.wipeStore();
    await carriesJob(2);
  });

  it('from a deleted stream', async () => {
    await carriesJob(1);
    await manage(server, async (manager) => void (await manager.streams.delete('RESENDS')));
    await carriesJob(2);
  });

  it('from a stream with other limits, which it refuses jobs by', async () => {
    await carriesJob(1);
    const limits = { max_msgs: 1, max_msgs_per_subject: 1, max_age: 1e9 };
    await manage(server, async (manager) => {
      await manager.streams.update('RESENDS', { ...limits, duplicate_window: 1e9 });
      await waitFor(
        async () => {
          const { config } = await manager.streams.info('RESENDS');
          return config.max_msgs === -1 && config.max_msgs_per_subject === -1 && !config.max_age;
        },
        { deadlineMs: HEALED_MS, what: 'the limits as they were' },
      );
    });
    await carriesJob(2);
  });

  it('from a deleted consumer', async () => {
    await carriesJob(1);
    await manage(
      server,
      async (manager) => void (await manager.consumers.delete('RESENDS', 'dispatcher-bulk')),
    );
    await carriesJob(2);
  });

  it('from a consumer that takes other jobs', async () => {
    await carriesJob(1);
    await manage(server, async (manager) => {
      await manager.consumers.delete('RESENDS', 'dispatcher-bulk');
      await manager.consumers.add('RESENDS', {
        durable_name: 'dispatcher-bulk',
        filter_subject: 'resends.requested.interactive',
        ack_policy: 'explicit' as never,
      });
    });
    await carriesJob(2);
  });

  it('from a consumer with other limits', async () => {
    await carriesJob(1);
    const limits = { max_ack_pending: 1, max_deliver: 2 };
    await manage(
      server,
      async (manager) =>
        void (await manager.consumers.update('RESENDS', 'dispatcher-bulk', limits)),
    );
    await manage(server, async (manager) => {
      await waitFor(
        async () => {
          const { config } = await manager.consumers.info('RESENDS', 'dispatcher-bulk');
          return config.max_ack_pending === 1_000 && config.max_deliver === -1;
        },
        { deadlineMs: HEALED_MS, what: 'the limits as they were' },
      );
    });
    await carriesJob(2);
  });

  it('from a server that froze', async () => {
    await carriesJob(1);
    server.pause();
    await waitFor(() => !bus.connected, { deadlineMs: HEALED_MS, what: 'the silence to be known' });
    server.resume();
    await carriesJob(2);
  });
});

describe('a bus without a server', () => {
  it('waits for the server and then carries jobs', async () => {
    const port = await freePort();
    await using bus = testBus(`nats://127.0.0.1:${port}`);
    const received: number[] = [];
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    await source.start(async ({ resendId }) => void received.push(resendId));
    expect(bus.connected).to.equal(false);
    expect(await rejection(bus.publisher.publish(job(1)))).not.to.equal(null);
    await using server = await startNatsServer({ port });
    expect(server.port).to.equal(port);
    await waitFor(() => bus.connected, { what: 'a connection' });
    await bus.publisher.publish(job(1));
    await waitFor(() => received.length === 1, { what: 'the job' });
  });

  it('can be disposed while it tries', async () => {
    const bus = testBus(`nats://127.0.0.1:${await freePort()}`);
    await waitFor(() => bus.logLines.length > 0, { what: 'the first try' });
    await bus[Symbol.asyncDispose]();
    expect(bus.connected).to.equal(false);
  });

  it('can be disposed while a frozen server keeps it waiting', async () => {
    await using server = await startNatsServer();
    server.pause();
    const bus = testBus(server.url);
    const startedMs = performance.now();
    await bus[Symbol.asyncDispose]();
    expect(performance.now() - startedMs).to.be.below(1_000);
  });
});

describe('a link that swallows everything', function () {
  this.timeout(30_000);

  it('is noticed, and replaced as soon as it passes bytes again', async () => {
    await using server = await startNatsServer();
    await using proxy = await startTcpProxy(server.port);
    await using bus = testBus(`nats://127.0.0.1:${proxy.port}`);
    await waitFor(() => bus.connected, { what: 'a connection' });
    proxy.blackHole();
    await waitFor(() => !bus.connected, { deadlineMs: HEALED_MS, what: 'the silence to be known' });
    proxy.restore();
    await waitFor(() => bus.connected, { deadlineMs: HEALED_MS, what: 'a new connection' });
    await bus.publisher.publish(job(1));
  });
});

describe('a server that says nothing of the end of requests', function () {
  this.timeout(30_000);

  it('hands jobs over without a pause and on the same connection', async () => {
    let kept = 0;
    const withoutTimeOuts = (piece: Buffer): Buffer => {
      const text = piece.toString('latin1');
      const rest = text.replaceAll(TIME_OUT, () => {
        kept += 1;
        return '';
      });
      return Buffer.from(rest, 'latin1');
    };
    await using server = await startNatsServer();
    await using proxy = await startTcpProxy(server.port, withoutTimeOuts);
    await using bus = testBus(`nats://127.0.0.1:${proxy.port}`);
    await waitFor(() => bus.connected, { what: 'a connection' });
    const received: number[] = [];
    const source = bus.createSource({ mode: 'interactive', maxInFlight: 16 });
    await source.start(async ({ resendId }) => void received.push(resendId));
    for (let id = 1; id <= 3; id += 1) {
      await waitFor(() => kept >= id, { what: `time-out ${id}` });
      await bus.publisher.publish(job(id, { mode: 'interactive' }));
      await waitFor(() => received.includes(id), { deadlineMs: 1_000, what: `job ${id}` });
    }
    expect(bus.logLines.filter((line) => line.includes('does not answer'))).to.deep.equal([]);
  });
});

describe('a stream of the same name with another retention', () => {
  it('is left alone, named in one line, and not asked about in a fast loop', async () => {
    await using server = await startNatsServer();
    await manage(server, async (manager) => {
      await manager.streams.add({ name: 'RESENDS', subjects: ['resends.>'] });
    });
    await using bus = testBus(server.url);
    const attempts = (): number =>
      bus.logLines.filter((line) => line.includes('has retention limits')).length;
    const startedMs = performance.now();
    await waitFor(() => attempts() >= 3, { what: 'three tries' });
    expect(performance.now() - startedMs).to.be.above(500);
    expect(bus.logLines.filter((line) => line.includes('"level":"warn"'))).to.have.length(1);
    expect(bus.connected).to.equal(false);
  });
});

async function manage(
  server: NatsServer,
  action: (manager: JetStreamManager) => Promise<void>,
): Promise<void> {
  const connection = await connect({ servers: server.url });
  await action(await connection.jetstreamManager());
  await connection.close();
}
