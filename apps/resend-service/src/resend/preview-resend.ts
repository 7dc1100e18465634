import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import type { Clock, PreviewStore } from '@webhooks/domain';

import { previewToProto, unfinishedToProto } from '../mapping/preview.ts';
import { optionsFromProto } from '../mapping/options.ts';
import { selectionFromProto } from '../mapping/selection.ts';
import { resolveAccount, type AccessCatalog } from './resolve-account.ts';
import { unknownEndpoint } from './unknown-endpoint.ts';
import { PerUserLimit } from './per-user-limit.ts';

/** What previewing a selection takes. */
export interface PreviewResendParts {
  readonly catalog: AccessCatalog;
  readonly previews: PreviewStore;
  readonly originalRetryForMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

/** Calls that wait at once: as many as are kept unfinished. */
const LIMITS = { total: 64, perUser: 4 };

/** How long one call counts. What is not done then continues when it is asked for again. */
const COUNT_MS = 2_000;

/** Validates and checks access as createResend does, each time; then counts for a while. */
export function previewResend(
  parts: PreviewResendParts,
): MethodImpl<typeof ResendService.method.previewResend> {
  const slots = new PerUserLimit('previews', LIMITS);
  return async (request, context) => {
    const userId = actingUser(context);
    const selection = selectionFromProto(request.selection);
    const options = optionsFromProto(request.options, selection, parts.clock.now());
    const accountId = await resolveAccount(parts.catalog, selection, userId);
    using slot = slots.take(userId);
    const { originalRetryForMs, clock } = parts;
    const { deliverTo } = options;
    const asked = { userId, accountId, selection, deliverTo, originalRetryForMs };
    const result = await parts.previews.preview(asked, COUNT_MS, clock.now());
    if (result.kind === 'endpoint_not_found') throw unknownEndpoint(result.endpointId);
    return result.kind === 'counting'
      ? unfinishedToProto(result.countedSoFar)
      : previewToProto(result.preview, options);
  };
}
