import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

import { startNatsServer, createTempDir, waitFor } from '@webhooks/testing';
import { type AppName, createSettings, System } from '@webhooks/proof-kit';
import { expect } from 'chai';

/** Servers of an app, by their settings; the last one answers its probe. */
const servers = {
  'resend-service': ['RPC_PORT', 'SERVICE_ADMIN_PORT'],
  dispatcher: ['DISPATCHER_PORT'],
  'rest-facade': ['REST_PORT', 'FACADE_ADMIN_PORT'],
} as const satisfies Record<AppName, readonly string[]>;

const IDLE_CONNECTIONS = 150;

describe('Without free descriptors', function () {
  this.timeout(120_000);

  it('every app answers its probe, and those with callers say once what is wrong', async () => {
    const dataDir = createTempDir();
    const nats = await startNatsServer();
    const settings = await createSettings(dataDir.path, nats.url);
    await using system = new System(dataDir, nats, settings);
    const wrapper = ['sh', '-c', 'ulimit -n 100; exec "$@"', 'sh'];
    for (const [name, ports] of Object.entries(servers) as [AppName, readonly string[]][]) {
      const app = await system.start(name, {}, wrapper);
      for (const setting of ports) {
        const idle = holdIdle(Number(settings[setting]));
        await waitFor(() => idle.every((socket) => !socket.connecting), { what: 'connections' });
        const status = await probe(Number(settings[ports.at(-1) ?? '']));
        expect(status, `${name} with ${setting}`).to.equal(200);
        if (setting === 'RPC_PORT' || setting === 'REST_PORT') {
          await app.line('too few descriptors');
          expect(app.lines.filter((line) => line.includes('descriptors'))).to.have.length(1);
        }
        for (const socket of idle) socket.destroy();
      }
    }
  });
});

/** Asks on a connection of its own, as probes do. */
async function probe(port: number): Promise<number | undefined> {
  const request = get({ port, host: '127.0.0.1', path: '/livez', agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

function holdIdle(port: number): Socket[] {
  return Array.from({ length: IDLE_CONNECTIONS }, () =>
    connect(port, '127.0.0.1').on('error', () => {}),
  );
}
