import type * as message from '@webhooks/contracts';
import { protoWaitReasons } from '@webhooks/contracts/mapping';
import type { EndpointProgress, FollowedResend } from '@webhooks/domain';

import { orNull, toMs, toNumber } from './from-message.ts';
import { nameOf } from './name-of.ts';
import { toResend } from './resend-from-message.ts';

/** A resend with its progress as the service sent it; none for a service that says nothing of that. */
export function toFollowed({
  resend: sent,
  progress,
}: Pick<message.GetResendResponse, 'resend' | 'progress'>): FollowedResend {
  const resend = toResend(sent);
  const endpoints = (progress?.endpoints ?? []).map(toEndpointProgress);
  const others = progress?.otherEndpoints ?? 0;
  return { ...resend, progress: { resendId: resend.id, endpoints, others } };
}

function toEndpointProgress(progress: message.EndpointProgress): EndpointProgress {
  return {
    endpointId: progress.endpointId,
    total: orNull(progress.total, toNumber),
    delivered: toNumber(progress.delivered),
    failed: toNumber(progress.failed),
    skipped: toNumber(progress.skipped),
    cancelled: toNumber(progress.cancelled),
    pending: toNumber(progress.pending),
    retrying: toNumber(progress.retrying),
    waitingFor: progress.waitingFor === 0 ? null : nameOf(protoWaitReasons, progress.waitingFor),
    nextTestAtMs: orNull(progress.nextTestAt, toMs),
    estimatedEndMs: orNull(progress.estimatedEndAt, toMs),
    expiresAtMs: orNull(progress.expiresAt, toMs),
  };
}
