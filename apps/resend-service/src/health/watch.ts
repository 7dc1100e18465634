import { once } from 'node:events';

import { Code, ConnectError, type MethodImpl } from '@connectrpc/connect';

import {
  HealthCheckResponse_ServingStatus as ServingStatus,
  type Health,
} from '@webhooks/contracts';

import type { HealthStatus } from './health-status.ts';

/** Streams at once; each stays open for as long as its client likes. */
const MAX_WATCHERS = 100;

/**
 * The status of one service now, and again when it changes, which it does once: when the service
 * stops. Then the stream ends, and its client watches another instance.
 */
export function watch(health: HealthStatus): MethodImpl<typeof Health.method.watch> {
  let watchers = 0;
  return async function* ({ service }, { signal }) {
    if (watchers >= MAX_WATCHERS) {
      throw new ConnectError('too many watchers', Code.ResourceExhausted);
    }
    watchers += 1;
    try {
      const status = health.statusOf(service) ?? ServingStatus.SERVICE_UNKNOWN;
      yield { status };
      const over = AbortSignal.any([signal, health.stopping]);
      if (!over.aborted) await once(over, 'abort');
      const last = health.statusOf(service) ?? ServingStatus.SERVICE_UNKNOWN;
      if (last !== status) yield { status: last };
    } finally {
      watchers -= 1;
    }
  };
}
