import type { CatalogWriteResult, Endpoint } from '@webhooks/domain';

import type { EndpointTable } from './endpoint-table.ts';

/** Creates an endpoint or replaces its fields. Runs inside a write transaction. */
export function createEndpointWriter(
  endpoints: EndpointTable,
): (endpoint: Endpoint, nowMs: number) => CatalogWriteResult {
  return (endpoint, nowMs) => {
    const before = endpoints.get(endpoint.id);
    if (before === null) {
      endpoints.insert({ ...endpoint, disabledAtMs: nowMs });
      return null;
    }
    if (before.accountId !== endpoint.accountId) {
      return { field: 'endpoint.account_id', message: 'is not the account that owns the endpoint' };
    }
    const disabledAtMs =
      before.disabledReason === 'by_owner' ? (before.disabledAtMs ?? nowMs) : nowMs;
    endpoints.replace(before, { ...endpoint, disabledAtMs });
    return null;
  };
}
