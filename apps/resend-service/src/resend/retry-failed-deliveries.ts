import { hash } from 'node:crypto';

import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import {
  accountNotFound,
  modeOf,
  objectNotFound,
  type CatalogStore,
  type DomainError,
  type Resend,
  type ResendStore,
} from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { acceptWish, idempotencyOf, type AcceptParts } from './accept-wish.ts';
import { ownResend } from './own-resend.ts';

/** What accepting a retry takes. */
export interface RetryFailedParts extends AcceptParts {
  readonly catalog: Pick<CatalogStore, 'hasAccess'>;
  readonly resends: Pick<ResendStore, 'get'>;
}

/**
 * Accepts a new resend of what did not succeed in a settled one of the caller. It shows the same
 * selection; whoever lost the access to the account since is told what a new request would be told.
 */
export function retryFailedDeliveries(
  parts: RetryFailedParts,
): MethodImpl<typeof ResendService.method.retryFailedDeliveries> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    read.finish();
    const idempotency = idempotencyOf(request.idempotencyKey, () => retryFingerprint(id));
    const userId = actingUser(context);
    const { accountId, selection } = await ownResend(parts.resends, id, userId);
    if (!(await parts.catalog.hasAccess(accountId, userId))) throw noAccess(selection);
    return acceptWish(parts, { accountId, selection, retryOfId: id, idempotency }, context);
  };
}

function noAccess(selection: Resend['selection']): DomainError {
  return modeOf(selection) === 'bulk' ? accountNotFound() : objectNotFound(selection.resendType);
}

/** Differs from the fingerprint of every selection and of every other retry. */
function retryFingerprint(id: number): string {
  return hash('sha256', `retry of ${id}`, 'hex');
}
