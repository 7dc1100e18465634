import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';

import { ResendSchema, type Resend as ProtoResend } from '@webhooks/contracts';
import {
  optionsToProto,
  protoControls,
  protoStatuses,
  selectionToProto,
  timestampFromMillis,
} from '@webhooks/contracts/mapping';
import type { Resend } from '@webhooks/domain';

import { sampleToProto } from './sample.ts';

/** A resend as callers see it. */
export function resendToProto(resend: Resend): ProtoResend {
  const { retryOfId, sample } = resend;
  return create(ResendSchema, {
    id: BigInt(resend.id),
    userId: BigInt(resend.userId ?? 0),
    accountId: BigInt(resend.accountId),
    selection: selectionToProto(resend.selection),
    options: optionsToProto(resend.options),
    ...(resend.listed === null ? {} : { listed: resend.listed }),
    status: protoStatuses[resend.status],
    // A control request that is fulfilled, or came too late, is none.
    control: protoControls[resend.finishedAtMs === null ? resend.control : 'RUNNING'],
    total: BigInt(resend.total),
    delivered: BigInt(resend.delivered),
    failed: BigInt(resend.failed),
    pending: BigInt(resend.pending),
    skipped: BigInt(resend.skipped),
    cancelled: BigInt(resend.cancelled),
    deliveredNew: BigInt(resend.receipts.fresh),
    deliveredKnownBefore: BigInt(resend.receipts.knownBefore),
    deliveredNotSaid: BigInt(resend.receipts.notSaid),
    detail: resend.detail ?? '',
    createdAt: timestampFromMs(resend.createdAtMs),
    updatedAt: timestampFromMs(resend.updatedAtMs),
    finishedAt: timestampFromMillis(resend.finishedAtMs),
    ...(sample === null ? {} : { sample: sampleToProto(sample) }),
    ...(retryOfId === null ? {} : { retryOfId: BigInt(retryOfId) }),
    deliveriesPruned: resend.deliveriesPruned,
  });
}
