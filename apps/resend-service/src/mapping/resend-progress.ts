import { create } from '@bufbuild/protobuf';

import {
  EndpointProgressSchema,
  ResendProgressSchema,
  WaitReason as ProtoWaitReason,
  type EndpointProgress as ProtoEndpointProgress,
  type ResendProgress as ProtoResendProgress,
} from '@webhooks/contracts';
import { protoWaitReasons, timestampFromMillis } from '@webhooks/contracts/mapping';
import type { EndpointProgress, FollowedResend, ResendProgress } from '@webhooks/domain';

import { resendToProto } from './resend.ts';

/** A resend and how far it is at its endpoints, as callers see it. */
export function followedToProto(resend: FollowedResend) {
  return { resend: resendToProto(resend), progress: progressToProto(resend.progress) };
}

function progressToProto({ endpoints, others }: ResendProgress): ProtoResendProgress {
  return create(ResendProgressSchema, {
    endpoints: endpoints.map(endpointToProto),
    otherEndpoints: others,
  });
}

function endpointToProto(progress: EndpointProgress): ProtoEndpointProgress {
  const { total, waitingFor } = progress;
  return create(EndpointProgressSchema, {
    endpointId: progress.endpointId,
    ...(total === null ? {} : { total: BigInt(total) }),
    delivered: BigInt(progress.delivered),
    failed: BigInt(progress.failed),
    skipped: BigInt(progress.skipped),
    cancelled: BigInt(progress.cancelled),
    pending: BigInt(progress.pending),
    retrying: BigInt(progress.retrying),
    waitingFor: waitingFor === null ? ProtoWaitReason.UNSPECIFIED : protoWaitReasons[waitingFor],
    nextTestAt: timestampFromMillis(progress.nextTestAtMs),
    estimatedEndAt: timestampFromMillis(progress.estimatedEndMs),
    expiresAt: timestampFromMillis(progress.expiresAtMs),
  });
}
