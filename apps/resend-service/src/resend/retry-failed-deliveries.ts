import { hash } from 'node:crypto';

import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import { noOptions, type ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';
import { acceptRequest, idempotencyOf, type AcceptParts } from './accept-request.ts';
import { accessibleResend } from './accessible-resend.ts';

/** What accepting a retry takes. */
export interface RetryFailedParts extends AcceptParts {
  readonly resends: Pick<ResendStore, 'get'>;
}

/**
 * Accepts a new resend of what did not succeed in a settled one that the caller has access to. It
 * shows the same selection.
 */
export function retryFailedDeliveries(
  parts: RetryFailedParts,
): MethodImpl<typeof ResendService.method.retryFailedDeliveries> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    read.finish();
    const idempotency = idempotencyOf(request.idempotencyKey, () => retryFingerprint(id));
    const retried = await accessibleResend(parts.resends, id, actingUser(context));
    const { accountId, selection } = retried;
    const asked = { accountId, selection, options: noOptions, retryOfId: id, idempotency };
    return acceptRequest(parts, asked, context);
  };
}

/** Differs from the fingerprint of every selection and of every other retry. */
function retryFingerprint(id: number): string {
  return hash('sha256', `retry of ${id}`, 'hex');
}
