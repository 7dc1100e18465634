import { expect } from 'chai';
import { connect } from 'nats';

import { startNatsServer, waitFor, type NatsServer } from '@webhooks/testing';

import { job, testBus, type TestBus } from './setup.ts';

const MIB = 1_048_576;

describe('the stream on a server with little storage', function () {
  this.timeout(30_000);

  async function streamBytes(server: NatsServer): Promise<number> {
    const connection = await connect({ servers: server.url });
    try {
      const manager = await connection.jetstreamManager({ checkAPI: false });
      return (await manager.streams.info('RESENDS')).config.max_bytes;
    } finally {
      await connection.close();
    }
  }

  const connected = (bus: TestBus) =>
    waitFor(() => bus.connected, { what: `a connection; ${bus.logLines.join('')}` });
  const warnings = (bus: TestBus) =>
    bus.logLines
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter(({ msg }) => String(msg).includes('less storage'));

  for (const allowedMib of [64, 100, 1_023]) {
    it(`takes what it allows and warns with both sizes: ${allowedMib} MiB`, async () => {
      await using server = await startNatsServer({ maxStoreBytes: allowedMib * MIB });
      await using bus = testBus(server.url);
      await connected(bus);
      const bytes = await streamBytes(server);
      expect(bytes).to.be.within((allowedMib - 4) * MIB, allowedMib * MIB);
      expect(bytes).to.be.at.least(64 * MIB);
      expect(warnings(bus)).to.have.length(1);
      expect(warnings(bus)[0]).to.include({ bytes, wantedBytes: 1_024 * MIB });
      await bus.publisher.publish(job(1));
    });
  }

  it('is left as it is by a second bus, and neither loses its connection', async () => {
    await using server = await startNatsServer({ maxStoreBytes: 100 * MIB });
    await using first = testBus(server.url);
    await connected(first);
    let lost = 0;
    first.onConnected(() => (lost += 1));
    const bytes = await streamBytes(server);
    await using second = testBus(server.url);
    await connected(second);
    expect(await streamBytes(server)).to.be.at.least(bytes);
    const connection = await connect({ servers: server.url });
    let checks = 0;
    connection.subscribe('$JS.API.STREAM.INFO.RESENDS', { callback: () => (checks += 1) });
    await waitFor(() => checks >= 4, { deadlineMs: 15_000, what: 'two checks of each' });
    await connection.close();
    expect(lost, 'the connection that was there at once, and no other').to.equal(1);
  });

  it('grows when the server allows more', async () => {
    await using server = await startNatsServer({ maxStoreBytes: 100 * MIB });
    {
      await using bus = testBus(server.url);
      await connected(bus);
      await bus.publisher.publish(job(1));
    }
    await server.stop();
    const { storeDir, port } = server;
    await using larger = await startNatsServer({ storeDir, port });
    await using bus = testBus(larger.url);
    await connected(bus);
    expect(await streamBytes(larger)).to.equal(1_024 * MIB);
    expect(warnings(bus)).to.deep.equal([]);
  });

  it('is not made below 64 MiB, and that is said', async () => {
    await using server = await startNatsServer({ maxStoreBytes: 63 * MIB });
    await using bus = testBus(server.url);
    await waitFor(() => bus.logLines.some((line) => line.includes('max_file_store')), {
      what: 'the reason',
    });
    expect(bus.connected).to.equal(false);
  });
});
