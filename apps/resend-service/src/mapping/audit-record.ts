import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';

import {
  AuditAction as ProtoAction,
  AuditRecordSchema,
  type AuditRecord as ProtoRecord,
  type FieldChangeSchema,
} from '@webhooks/contracts';
import { optionsToProto, selectionToProto } from '@webhooks/contracts/mapping';
import type { AuditAction, AuditRecord, FieldChange } from '@webhooks/domain';

const protoActions = {
  RESEND_CREATED: ProtoAction.RESEND_CREATED,
  FAILED_DELIVERIES_RETRIED: ProtoAction.FAILED_DELIVERIES_RETRIED,
  RESEND_CANCELLED: ProtoAction.RESEND_CANCELLED,
  RESEND_PAUSED: ProtoAction.RESEND_PAUSED,
  RESEND_RESUMED: ProtoAction.RESEND_RESUMED,
  RESEND_CHANGED: ProtoAction.RESEND_CHANGED,
  ENDPOINT_CREATED: ProtoAction.ENDPOINT_CREATED,
  ENDPOINT_CHANGED: ProtoAction.ENDPOINT_CHANGED,
  ENDPOINT_SECRET_ROTATED: ProtoAction.ENDPOINT_SECRET_ROTATED,
  ENDPOINT_REMOVED: ProtoAction.ENDPOINT_REMOVED,
  ENDPOINT_TESTED: ProtoAction.ENDPOINT_TESTED,
  CLIENT_IDENTITY_CHANGED: ProtoAction.CLIENT_IDENTITY_CHANGED,
  CLIENT_IDENTITY_REMOVED: ProtoAction.CLIENT_IDENTITY_REMOVED,
  PORTAL_LINK_CREATED: ProtoAction.PORTAL_LINK_CREATED,
  PORTAL_LINK_OPENED: ProtoAction.PORTAL_LINK_OPENED,
} as const satisfies Record<AuditAction, ProtoAction>;

/** An act as internal services see it. */
export function auditRecordToProto(record: AuditRecord): ProtoRecord {
  const { userId, resendId, retryOfId, predicate, options } = record;
  return create(AuditRecordSchema, {
    id: BigInt(record.id),
    at: timestampFromMs(record.atMs),
    action: protoActions[record.action],
    ...(userId === null ? {} : { userId: BigInt(userId) }),
    service: record.service ?? '',
    tokenId: record.tokenId ?? '',
    peerAddress: record.peerAddress,
    toldAddress: record.forwardedFor ?? '',
    requestId: record.requestId,
    accountId: BigInt(record.accountId),
    ...(resendId === null ? {} : { resendId: BigInt(resendId) }),
    endpointId: record.endpointId ?? '',
    ...(predicate === null
      ? {}
      : {
          predicate: {
            selection: selectionToProto(predicate.selection),
            asOfEventSequence: BigInt(predicate.asOfSeq),
          },
        }),
    ...(options === null ? {} : { options: optionsToProto(options) }),
    ...(retryOfId === null ? {} : { retryOfId: BigInt(retryOfId) }),
    changes: record.changes.map(changeToProto),
  });
}

function changeToProto({
  field,
  before,
  after,
}: FieldChange): MessageInitShape<typeof FieldChangeSchema> {
  return {
    field,
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  };
}
