import type { ServiceImpl } from '@connectrpc/connect';

import type { Health } from '@webhooks/contracts';

import { check } from './check.ts';
import type { HealthStatus } from './health-status.ts';
import { watch } from './watch.ts';

/** grpc.health.v1, as load balancers and clients ask for it. */
export function healthService(health: HealthStatus): ServiceImpl<typeof Health> {
  return { check: check(health), watch: watch(health) };
}
