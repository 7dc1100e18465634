import type { Endpoint as ClientEndpoint, TestEvent as ClientTestEvent } from '@webhooks/client';
import type { EndpointDisabledReason, ErrorClass, TestEventReason } from '@webhooks/domain';

import type { Attempt } from './types.ts';

export type BreakerState = Endpoint['breaker']['state'];

/** Where an account wants its webhooks, and how that goes. */
export interface Endpoint extends ClientEndpoint {
  readonly disabled_reason: EndpointDisabledReason | null;
}

/** An event that an endpoint is tried with, and what came of it. */
export interface TestEvent extends ClientTestEvent {
  readonly reason: TestEventReason | null;
  readonly attempt: Omit<Attempt, 'number'> | null;
}

/** One span of time of an endpoint. */
export interface EndpointBucket {
  readonly start: string;
  readonly attempts: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly failures_by_class: Readonly<Partial<Record<ErrorClass, number>>>;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
}

export interface EndpointStatistics {
  readonly bucket_seconds: number;
  readonly results: readonly EndpointBucket[];
}

/** How the deliveries of a resend stand, why they fail, and how it went over time. */
export interface ResendStatistics {
  readonly by_state: Readonly<Record<string, number>>;
  readonly failures: readonly {
    readonly error_class: ErrorClass | null;
    readonly http_status: number | null;
    readonly count: number;
  }[];
  readonly bucket_seconds: number;
  readonly over_time: readonly {
    readonly start: string;
    readonly delivered: number;
    readonly failed: number;
  }[];
}
