import type { Clock, DispatchStore, Fence, Random, Timers } from '@webhooks/domain';
import type { Sender } from '@webhooks/delivery';
import type { Logger } from '@webhooks/telemetry';

import type { RetryPolicy } from './attempt-runner.ts';

/** Bounds of everything that an engine holds. */
export interface EngineLimits {
  /** Deliveries in flight at once, over all endpoints. */
  readonly maxInFlight: number;
  /** Deliveries in flight at once to one endpoint, where it has no cap of its own. */
  readonly endpointMaxInFlight: number;
  /** Payload bytes that wait in memory. */
  readonly memoryBytes: number;
}

export interface EngineOptions {
  readonly store: DispatchStore;
  readonly fence: Fence;
  readonly sender: Sender;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  /** False once the lease may have run out: nothing is started any more. */
  readonly holdsLease: () => boolean;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
}
