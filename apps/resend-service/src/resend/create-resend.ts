import type { HandlerContext } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { CreateResendRequest, Resend } from '@webhooks/contracts';

import { optionsFromProto } from '../mapping/options.ts';
import { selectionFromProto } from '../mapping/selection.ts';
import { acceptRequest, idempotencyOf, type AcceptParts } from './accept-request.ts';
import { requestFingerprint } from './request-fingerprint.ts';
import { resolveAccount, type AccessCatalog } from './resolve-account.ts';

/** What accepting a selection takes. */
export interface CreateResendParts extends AcceptParts {
  readonly catalog: AccessCatalog;
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
    const options = optionsFromProto(request.options, selection, parts.clock.now());
    const idempotency = idempotencyOf(request.idempotencyKey, () =>
      requestFingerprint(selection, options),
    );
    const accountId = await resolveAccount(parts.catalog, selection, actingUser(context));
    const asked = { accountId, selection, options, retryOfId: null, idempotency };
    return acceptRequest(parts, asked, context);
  };
}
