import type { EndpointProgress } from '@webhooks/client';

import type { Delivery, FollowedResend } from '../api/types.ts';
import { formatRelative } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';

type Reason = NonNullable<EndpointProgress['waiting_for']>;

/** What holds up all that waits for an endpoint, whenever its next attempt would be due. */
export type HeldUp = ReadonlyMap<string, Reason>;

const REASONS: readonly (Reason | null)[] = ['paused', 'not_before', 'breaker', 'verification'];

/** By endpoint, as far as the progress of the resend is known. */
export function heldUpOf({ endpoints = [] }: Partial<FollowedResend>): HeldUp {
  return new Map(
    endpoints.flatMap(({ endpoint_id: id, waiting_for: reason }) =>
      reason !== null && REASONS.includes(reason) ? [[id, reason] as const] : [],
    ),
  );
}

/** When a delivery is tried again, or what it waits for; null for one that is tried no more. */
export function nextText(
  { endpoint_id: endpointId, next_attempt_at: nextAt }: Delivery,
  heldUp: HeldUp,
  nowMs: number,
): string | null {
  const { detail, names } = t();
  if (nextAt === null) return null;
  const reason = heldUp.get(endpointId);
  if (reason !== undefined) return names.waitReasons[reason];
  const atMs = Date.parse(nextAt);
  // One that is due has its turn soon.
  return atMs <= nowMs ? names.waitReasons.retry : detail.next(formatRelative(atMs, nowMs));
}
