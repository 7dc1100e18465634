import type { Timers } from '@webhooks/domain';
import { createLogger } from '@webhooks/telemetry';

import { Lifetime } from '../src/engine/lifecycle/lifetime.ts';

/** The lifetime of an engine of which a test runs one part. */
export function createLifetime(timers: Timers): Lifetime {
  return new Lifetime({ timers, logger: createLogger({ name: 'test', level: 'silent' }) });
}
