import { Code, ConnectError, type MethodImpl } from '@connectrpc/connect';

import type { Health } from '@webhooks/contracts';

import type { HealthStatus } from './health-status.ts';

/** The status of one service now. NOT_FOUND: no such service here. */
export function check(health: HealthStatus): MethodImpl<typeof Health.method.check> {
  return ({ service }) => {
    const status = health.statusOf(service);
    if (status === null) throw new ConnectError('unknown service', Code.NotFound);
    return { status };
  };
}
