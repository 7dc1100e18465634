import type { AuditAction, StoredEndpoint } from '@webhooks/domain';
import { endpointChanges } from '@webhooks/store-kit';
import type { CredentialSealer } from '@webhooks/store-kit';

import type { AppendAuditRecord } from '../audit/audit-log.ts';
import type { Doing } from '../audit/doing.ts';
import type { EndpointTable } from './endpoint-table.ts';

/** Saves endpoints together with their audit records. Runs inside a write transaction. */
export interface EndpointSaver {
  create(endpoint: StoredEndpoint, doing: Doing): void;
  remove(endpoint: StoredEndpoint, doing: Doing): void;
  /** Nothing is saved when nothing changes, unless the change is forced. */
  change(
    before: StoredEndpoint,
    after: StoredEndpoint,
    doing: Doing,
    how?: { readonly action?: AuditAction; readonly isForced?: boolean },
  ): void;
}

export function createEndpointSaver(
  endpoints: EndpointTable,
  appendAuditRecord: AppendAuditRecord,
  sealer: Pick<CredentialSealer, 'digest'>,
): EndpointSaver {
  return {
    create(endpoint, { atMs, actor }) {
      endpoints.insert(endpoint);
      const { id: endpointId, accountId } = endpoint;
      appendAuditRecord({ atMs, action: 'ENDPOINT_CREATED', accountId, endpointId }, actor);
    },
    remove({ id: endpointId, accountId }, { atMs, actor }) {
      endpoints.remove(endpointId, atMs);
      appendAuditRecord({ atMs, action: 'ENDPOINT_REMOVED', accountId, endpointId }, actor);
    },
    change(before, after, { atMs, actor }, how = {}) {
      const { action = 'ENDPOINT_CHANGED', isForced = false } = how;
      if (!endpoints.replace(before, after, isForced)) return;
      const { id: endpointId, accountId } = after;
      const details = { changes: endpointChanges(before, after, (text) => sealer.digest(text)) };
      appendAuditRecord({ atMs, action, accountId, endpointId, details }, actor);
    },
  };
}
