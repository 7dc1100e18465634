import type { HandlerContext } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { CreateResendRequest, Resend } from '@webhooks/contracts';
import type { CatalogStore } from '@webhooks/domain';

import { selectionFromProto } from '../mapping/selection.ts';
import { acceptRequest, idempotencyOf, type AcceptParts } from './accept-request.ts';
import { resolveAccount } from './resolve-account.ts';
import { selectionFingerprint } from './selection-fingerprint.ts';

/** What accepting a selection takes. */
export interface CreateResendParts extends AcceptParts {
  readonly catalog: Pick<CatalogStore, 'findAccount' | 'findObjectAccount'>;
}

/** Validates, checks the user's access, makes the resend durable, answers; publishing comes after. */
export function createResend(
  parts: CreateResendParts,
): (
  request: CreateResendRequest,
  context: Pick<HandlerContext, 'values'>,
) => Promise<{ readonly resend: Resend; readonly alreadyAccepted: boolean }> {
  return async (request, context) => {
    const selection = selectionFromProto(request.selection);
    const idempotency = idempotencyOf(request.idempotencyKey, () =>
      selectionFingerprint(selection),
    );
    const accountId = await resolveAccount(parts.catalog, selection, actingUser(context));
    return acceptRequest(parts, { accountId, selection, retryOfId: null, idempotency }, context);
  };
}
