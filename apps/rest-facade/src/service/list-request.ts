import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  CreatedBy,
  CursorDirection,
  type ListResendsRequest,
  ListResendsRequestSchema,
} from '@webhooks/contracts';
import {
  protoControls,
  protoKinds,
  protoResendTypes,
  protoStatuses,
} from '@webhooks/contracts/mapping';

import type { ResendListFilters } from './service-client.ts';

/** The filters of a list as the service reads them. */
export function toListRequest(filters: ResendListFilters): ListResendsRequest {
  const { status, resendType, objectReferenceId, accountId, createdBy, cursor, direction, limit } =
    filters;
  const { kind, control, createdFromMs, createdToMs } = filters;
  return create(ListResendsRequestSchema, {
    pageSize: limit,
    createdBy: createdBy === 'anyone' ? CreatedBy.ANYONE : CreatedBy.ME,
    ...(status === null ? {} : { status: protoStatuses[status] }),
    ...(resendType === null ? {} : { resendType: protoResendTypes[resendType] }),
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    ...(accountId === null ? {} : { accountId: BigInt(accountId) }),
    ...(kind === null ? {} : { kind: protoKinds[kind] }),
    ...(control === null ? {} : { control: protoControls[control] }),
    ...(createdFromMs === null ? {} : { createdFrom: timestampFromMs(createdFromMs) }),
    ...(createdToMs === null ? {} : { createdTo: timestampFromMs(createdToMs) }),
    ...(cursor === null
      ? {}
      : {
          cursor: { createdAt: timestampFromMs(cursor.createdAtMs), id: BigInt(cursor.id) },
          direction: CursorDirection[direction],
        }),
  });
}
