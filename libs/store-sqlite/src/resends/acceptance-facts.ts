import type { AcceptResend } from '@webhooks/domain';
import type { AcceptanceFacts, ResendRow } from '@webhooks/store-kit';

import { createAccessCheck } from '../catalog/access.ts';
import type { Database } from '../sql/database.ts';
import { createActiveCounts } from './active-counts.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import { createNamedEndpoints } from './named-endpoints.ts';
import { createUnknownEndpoint } from './unknown-endpoint.ts';

/**
 * Reads what decides about a request. Runs inside the write transaction of the acceptance: what it
 * finds stays so until the resend stands.
 */
export function createAcceptanceFacts(
  database: Database,
  keys: IdempotencyKeys,
): (request: AcceptResend) => AcceptanceFacts {
  const hasAccess = createAccessCheck(database);
  const unknownEndpoint = createUnknownEndpoint(database);
  const namedEndpoints = createNamedEndpoints(database);
  const activeCounts = createActiveCounts(database);
  const find = database.connection.prepare<[number], ResendRow>(
    `SELECT * FROM resends WHERE id = ?`,
  );

  function known(request: AcceptResend): AcceptanceFacts['known'] {
    const key = keys.find(request);
    const row = key && find.get(key.made);
    return key && row ? { fingerprint: key.fingerprint, row } : null;
  }

  function retried({ retryOfId, userId }: AcceptResend): ResendRow | null {
    const row = retryOfId === null ? undefined : find.get(retryOfId);
    return row !== undefined && hasAccess(row.account_id, userId) ? row : null;
  }

  return (request) => ({
    hasAccess: hasAccess(request.accountId, request.userId),
    known: known(request),
    unknownEndpointId: unknownEndpoint(request.accountId, request.selection.endpointIds) ?? null,
    named: namedEndpoints(request.accountId, request.selection, request.options.deliverTo),
    retried: retried(request),
    active: activeCounts(request),
  });
}
