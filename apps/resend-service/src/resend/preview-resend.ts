import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import type { CatalogStore, ResendStore } from '@webhooks/domain';

import { previewToProto } from '../mapping/preview.ts';
import { selectionFromProto } from '../mapping/selection.ts';
import { resolveAccount } from './resolve-account.ts';
import { unknownEndpoint } from './unknown-endpoint.ts';
import { UserSlots } from './user-slots.ts';

/** What previewing a selection takes. */
export interface PreviewResendParts {
  readonly catalog: Pick<CatalogStore, 'findAccount' | 'findObjectAccount'>;
  readonly resends: Pick<ResendStore, 'preview'>;
}

/** Previews take turns: each one more makes the others slower, and is held in memory meanwhile. */
const LIMITS = { total: 8, perUser: 2 };

/** Validates and checks access as createResend does; then counts until the call's deadline. */
export function previewResend(
  parts: PreviewResendParts,
): MethodImpl<typeof ResendService.method.previewResend> {
  const slots = new UserSlots('previews', LIMITS);
  return async (request, context) => {
    const userId = actingUser(context);
    const selection = selectionFromProto(request.selection);
    const accountId = await resolveAccount(parts.catalog, selection, userId);
    using slot = slots.take(userId);
    const result = await parts.resends.preview({ accountId, selection }, context.signal);
    if (result.kind === 'endpoint_not_found') throw unknownEndpoint(result.endpointId);
    return previewToProto(result.preview);
  };
}
