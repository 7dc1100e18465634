import type { EndpointProgress, FollowedResend } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

import { type ResendDetail, toResendDetail } from './resend-detail.ts';

/** How far a resend is at one of its endpoints. */
export interface EndpointProgressItem {
  readonly endpoint_id: string;
  /** Null until the set is counted. */
  readonly total: number | null;
  readonly delivered: number;
  readonly failed: number;
  /** Of failed. */
  readonly skipped: number;
  readonly cancelled: number;
  readonly pending: number;
  /** Of pending. */
  readonly retrying: number;
  readonly waiting_for: string | null;
  readonly next_test_at: string | null;
  readonly estimated_end_at: string | null;
  readonly expires_at: string | null;
}

/** One resend log with how far it is at its endpoints. */
export interface FollowedResendBody extends ResendDetail {
  readonly endpoints: readonly EndpointProgressItem[];
  readonly other_endpoints: number;
}

/** Writes a resend and its progress. */
export function toFollowedResend(resend: FollowedResend): FollowedResendBody {
  const { endpoints, others } = resend.progress;
  return {
    ...toResendDetail(resend),
    endpoints: endpoints.map(toEndpointProgress),
    other_endpoints: others,
  };
}

function toEndpointProgress(progress: EndpointProgress): EndpointProgressItem {
  return {
    endpoint_id: progress.endpointId,
    total: progress.total,
    delivered: progress.delivered,
    failed: progress.failed,
    skipped: progress.skipped,
    cancelled: progress.cancelled,
    pending: progress.pending,
    retrying: progress.retrying,
    waiting_for: progress.waitingFor,
    next_test_at: timeOf(progress.nextTestAtMs),
    estimated_end_at: timeOf(progress.estimatedEndMs),
    expires_at: timeOf(progress.expiresAtMs),
  };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : formatMillis(ms);
}
