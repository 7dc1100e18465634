import type { CatalogWriteResult, Endpoint } from '@webhooks/domain';
import { testMarkViolation } from '@webhooks/store-kit';

import type { Doing } from '../audit/doing.ts';
import type { EndpointSaver } from './endpoint-saver.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { IDENTITY_RULE, type MayUseIdentity } from './may-use-identity.ts';

/** Creates an endpoint or replaces its fields. Runs inside a write transaction. */
export function createEndpointWriter(
  endpoints: EndpointTable,
  saver: EndpointSaver,
  mayUseIdentity: MayUseIdentity,
): (endpoint: Endpoint, doing: Doing) => CatalogWriteResult {
  return (endpoint, doing) => {
    const { atMs: nowMs } = doing;
    if (!mayUseIdentity(endpoint)) {
      return { field: 'endpoint.client_identity', message: IDENTITY_RULE };
    }
    const before = endpoints.get(endpoint.id);
    const known = before ?? endpoints.removed(endpoint.id);
    if (known !== null && known.accountId !== endpoint.accountId) {
      return { field: 'endpoint.account_id', message: 'is not the account that owns the endpoint' };
    }
    const mark = testMarkViolation(known, endpoint);
    if (mark !== null) return { ...mark, field: `endpoint.${mark.field}` };
    if (before === null) {
      saver.create({ ...endpoint, disabledAtMs: nowMs }, doing);
      return null;
    }
    const disabledAtMs =
      before.disabledReason === 'by_owner' ? (before.disabledAtMs ?? nowMs) : nowMs;
    saver.change(before, { ...endpoint, disabledAtMs }, doing);
    return null;
  };
}
