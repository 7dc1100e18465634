import { once } from 'node:events';

import type { MethodImpl } from '@connectrpc/connect';

import {
  HealthCheckResponse_ServingStatus as ServingStatus,
  type Health,
} from '@webhooks/contracts';

import type { HealthStatus } from './health-status.ts';

/**
 * The status of one service now, and again when it changes, which it does once: when the service
 * stops. Then the stream ends, and its client watches another instance.
 */
export function watch(health: HealthStatus): MethodImpl<typeof Health.method.watch> {
  return async function* ({ service }, { signal }) {
    const status = health.statusOf(service) ?? ServingStatus.SERVICE_UNKNOWN;
    yield { status };
    const over = AbortSignal.any([signal, health.stopping]);
    if (!over.aborted) await once(over, 'abort');
    const last = health.statusOf(service) ?? ServingStatus.SERVICE_UNKNOWN;
    if (last !== status) yield { status: last };
  };
}
