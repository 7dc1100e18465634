import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  CreatedBy,
  CursorDirection,
  type ListResendsRequest,
  ListResendsRequestSchema,
} from '@webhooks/contracts';
import { protoStatuses } from '@webhooks/contracts/mapping';

import type { ResendListFilters } from './service-client.ts';

/** The filters of a list as the service reads them. */
export function toListRequest(filters: ResendListFilters): ListResendsRequest {
  const { status, objectReferenceId, accountId, createdBy, cursor, direction, limit } = filters;
  return create(ListResendsRequestSchema, {
    pageSize: limit,
    createdBy: createdBy === 'anyone' ? CreatedBy.ANYONE : CreatedBy.ME,
    ...(status === null ? {} : { status: protoStatuses[status] }),
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    ...(accountId === null ? {} : { accountId: BigInt(accountId) }),
    ...(cursor === null
      ? {}
      : {
          cursor: { createdAt: timestampFromMs(cursor.createdAtMs), id: BigInt(cursor.id) },
          direction: CursorDirection[direction],
        }),
  });
}
