import { createServer } from 'node:http';

import { listen, runApp, StartupError } from '../../src/index.ts';

/** Ways to fail, by the name that the test gives. */
const failures: Record<string, () => Promise<never>> = {
  setting: async () => {
    throw new StartupError('REST_PORT must be\n a number');
  },
  bug: async () => {
    throw new TypeError('nobody expected this');
  },
  port: async () => {
    const port = Number(process.argv[3]);
    await listen(createServer(), { host: '127.0.0.1', port, setting: 'REST_PORT' });
    throw new Error('it had the port');
  },
};

// Fails while it starts.
await runApp(
  'failing',
  async () =>
    await (failures[process.argv[2] ?? '']?.() ?? Promise.reject(new Error('unknown failure'))),
);
