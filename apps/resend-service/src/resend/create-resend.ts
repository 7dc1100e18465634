import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import {
  validationError,
  type AcceptResult,
  type CatalogStore,
  type Clock,
  type OutboxJob,
  type Resend,
} from '@webhooks/domain';
import { validateIdempotencyKey } from '@webhooks/validation';

import { resendToProto } from '../mapping/resend.ts';
import { selectionFromProto } from '../mapping/selection.ts';
import { callKey } from '../rpc/call.ts';
import type { Accept } from './acceptor.ts';
import { resolveAccount } from './resolve-account.ts';
import { selectionFingerprint } from './selection-fingerprint.ts';

/** What accepting a resend takes. */
export interface CreateResendParts {
  readonly catalog: Pick<CatalogStore, 'findAccount' | 'findObjectAccount'>;
  readonly accept: Accept;
  /** Takes a durable job to be published soon; never fails. */
  readonly publishSoon: (job: OutboxJob) => void;
  readonly clock: Pick<Clock, 'now'>;
}

/** Validates, checks the user's access, makes the resend durable, answers; publishing comes after. */
export function createResend(
  parts: CreateResendParts,
): MethodImpl<typeof ResendService.method.createResend> {
  return async (request, context) => {
    const userId = actingUser(context);
    const selection = selectionFromProto(request.selection);
    const key = request.idempotencyKey;
    const idempotency =
      key === ''
        ? null
        : {
            key: validateIdempotencyKey(key, 'idempotency_key'),
            fingerprint: selectionFingerprint(selection),
          };
    const accountId = await resolveAccount(parts.catalog, selection, userId);
    const { traceparent } = context.values.get(callKey);
    const nowMs = parts.clock.now();
    const accepted = await parts.accept({
      userId,
      accountId,
      selection,
      idempotency,
      traceparent,
      nowMs,
    });
    const resend = resendOf(accepted);
    if (accepted.kind === 'accepted') parts.publishSoon(accepted.job);
    return {
      resend: resendToProto(resend),
      alreadyAccepted: accepted.kind === 'already_accepted',
    };
  };
}

function resendOf(result: AcceptResult): Resend {
  switch (result.kind) {
    case 'accepted':
    case 'already_accepted':
      return result.resend;
    case 'idempotency_key_reused':
      throw validationError([
        { field: 'idempotency_key', message: 'was used before with another selection' },
      ]);
    case 'endpoint_not_found':
      throw validationError([
        {
          field: 'endpoint_ids',
          message: `${result.endpointId} is not an endpoint of the account`,
        },
      ]);
  }
}
