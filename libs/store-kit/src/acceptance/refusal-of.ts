import {
  accountNotFound,
  DomainError,
  modeOf,
  objectNotFound,
  resendNotFound,
  type AcceptResend,
  type AcceptResult,
} from '@webhooks/domain';

import { misusedEndpoint, type NamedEndpoints } from './misused-endpoint.ts';
import { areDeliveriesPruned, toResend, type ResendRow } from '../resends/resend-row.ts';

/** A bulk resend seldom settles sooner. */
const retryAfterMs = 10_000;

/** What decides about a request, read in the transaction that accepts it. */
export interface AcceptanceFacts {
  /** The user has access to the account now. */
  readonly hasAccess: boolean;
  /** What the idempotency key of the request made before; null without such a key or use. */
  readonly known: { readonly fingerprint: string; readonly row: ResendRow } | null;
  /** The first endpoint of the selection that is not one of the account; null when all are. */
  readonly unknownEndpointId: string | null;
  readonly named: NamedEndpoints;
  /** The resend that is to be retried; null when it does not exist or the user has no access. */
  readonly retried: ResendRow | null;
  /** Active bulk resends, counted no further than the limits; null where there is none. */
  readonly active: { readonly ofUser: number | null; readonly ofAccount: number | null };
}

/** The answer to a request that makes no resend; null when it is to be accepted. */
export function refusalOf(request: AcceptResend, facts: AcceptanceFacts): AcceptResult | null {
  const { known, unknownEndpointId } = facts;
  if (!facts.hasAccess) return { kind: 'refused', error: noAccess(request) };
  if (known !== null) {
    return known.fingerprint === request.idempotency?.fingerprint
      ? { kind: 'already_accepted', resend: toResend(known.row) }
      : { kind: 'idempotency_key_reused' };
  }
  if (unknownEndpointId !== null) {
    return { kind: 'endpoint_not_found', endpointId: unknownEndpointId };
  }
  // A retry goes where what it retries went, whatever has become of that.
  const misuse = request.retryOfId === null ? misusedEndpoint(facts.named) : null;
  const error =
    misuse ?? retryRefusal(request, facts.retried) ?? limitRefusal(request, facts.active);
  return error === null ? null : { kind: 'refused', error };
}

/** As for an account, an object or a resend that does not exist. */
function noAccess({ selection, retryOfId }: AcceptResend): DomainError {
  if (retryOfId !== null) return resendNotFound();
  return modeOf(selection) === 'bulk' ? accountNotFound() : objectNotFound(selection.resendType);
}

/** Why what failed in a resend cannot be retried. */
function retryRefusal(
  { retryOfId }: AcceptResend,
  retried: AcceptanceFacts['retried'],
): DomainError | null {
  if (retryOfId === null) return null;
  if (retried === null) return resendNotFound();
  if (retried.finished_at_ms === null) {
    return new DomainError('resend_not_settled', 'Resend is not settled yet');
  }
  if (retried.failed > 0 && areDeliveriesPruned(retried)) {
    return new DomainError('deliveries_pruned', 'Deliveries of this resend are no longer kept');
  }
  return null;
}

/** Why one more bulk resend is too many. */
function limitRefusal(
  { selection, limits: { perUser, perAccount } }: AcceptResend,
  { ofUser, ofAccount }: AcceptanceFacts['active'],
): DomainError | null {
  if (modeOf(selection) !== 'bulk') return null;
  if (perUser !== null && ofUser !== null && ofUser >= perUser) return tooMany('user', perUser);
  if (perAccount !== null && ofAccount !== null && ofAccount >= perAccount) {
    return tooMany('account', perAccount);
  }
  return null;
}

function tooMany(whose: 'user' | 'account', value: number): DomainError {
  const message = `The ${whose} has ${value} active bulk resends, which is the limit`;
  const limit = { name: `active_bulk_resends_of_${whose}`, value } as const;
  return new DomainError('too_many_requests', message, { retryAfterMs, limit });
}
