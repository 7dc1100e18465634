import { createLogger } from '@webhooks/telemetry';

import { connectBus } from '../src/index.ts';

// Takes the first job and works on it for ever: a dispatcher to be killed.
const url = process.argv[2] ?? '';
const bus = connectBus({
  url,
  name: 'hanging',
  logger: createLogger({ name: 'x', level: 'warn' }),
});
const source = bus.createSource({ mode: 'bulk', maxInFlight: 1, ackWaitMs: 1_000 });
await source.start(({ resendId }) => {
  process.stdout.write(`took ${resendId}\n`);
  return new Promise(() => {});
});
