import type { CatalogWriteResult, Endpoint } from '@webhooks/domain';
import { testMarkViolation } from '@webhooks/store-kit';

import type { Doing } from '../audit/doing.ts';
import type { EndpointProofs } from './endpoint-proofs.ts';
import type { EndpointSaver } from './endpoint-saver.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { IDENTITY_RULE, type MayUseIdentity } from './may-use-identity.ts';

/** What writing endpoints takes. */
export interface EndpointWriterParts {
  readonly saver: EndpointSaver;
  readonly proofs: Pick<EndpointProofs, 'waive'>;
  readonly mayUseIdentity: MayUseIdentity;
}

/** Creates an endpoint or replaces its fields. Runs inside a write transaction. */
export function createEndpointWriter(
  endpoints: EndpointTable,
  { saver, proofs, mayUseIdentity }: EndpointWriterParts,
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
    // What a service says of a URL needs no proof.
    if (known !== null) proofs.waive(endpoint.id);
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
