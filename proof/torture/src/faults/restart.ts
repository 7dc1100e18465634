import type { AppName, Settings } from '@webhooks/proof-kit';

import type { FaultyWorld } from './faulty-world.ts';

/** Stops an app as an operator does, and starts it again. */
export async function restart(
  { system, arrivals }: FaultyWorld,
  app: AppName,
  { settings = {}, wrapper = [] }: { settings?: Settings; wrapper?: readonly string[] } = {},
): Promise<void> {
  await system.app(app).stop();
  if (app === 'dispatcher') await arrivals.nextLife();
  await system.start(app, settings, wrapper);
}
