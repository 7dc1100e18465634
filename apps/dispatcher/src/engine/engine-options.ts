import type { Clock, DispatchStore, Fence, OutageLimits, Random, Timers } from '@webhooks/domain';
import type { NotSentError, Sender } from '@webhooks/delivery';
import type { Logger, Tracer } from '@webhooks/telemetry';

import type { RetryPolicy } from './attempt/attempt-sequence.ts';
import type { EndpointQueuePolicy } from './scheduling/endpoint-queue.ts';
import type { PermitLimits } from './intake/work-permits.ts';

/** Bounds of everything that an engine holds. */
export interface EngineLimits {
  /** Deliveries in flight at once, over all endpoints. */
  readonly maxInFlight: number;
  /** Payload bytes that wait in memory. */
  readonly memoryBytes: number;
  readonly permits: PermitLimits;
}

export interface EngineOptions {
  readonly store: DispatchStore;
  readonly fence: Fence;
  readonly sender: Sender;
  readonly policy: RetryPolicy;
  readonly queues: EndpointQueuePolicy;
  readonly outages: OutageLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly tracer: Tracer;
  readonly limits: EngineLimits;
  /** False once the lease may have run out: nothing is started any more. */
  readonly holdsLease: () => boolean;
  /** Hears of each request that could not be sent for a reason that is not its receiver's. */
  readonly onNotSent?: (error: NotSentError) => void;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
}
