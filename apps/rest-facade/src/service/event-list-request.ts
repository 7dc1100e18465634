import { create } from '@bufbuild/protobuf';
import {
  CursorDirection,
  type ListEventsRequest,
  ListEventsRequestSchema,
} from '@webhooks/contracts';
import {
  protoResendTypes,
  protoStateFilters,
  timestampFromMicros,
} from '@webhooks/contracts/mapping';

import type { EventListFilters } from '@webhooks/domain';

/** The filters of a list of events as the service reads them. */
export function toEventListRequest(filters: EventListFilters): ListEventsRequest {
  const { accountId, resendType, objectReferenceId, startUs, endUs, types, endpointId } = filters;
  const { key, deliveryState, includeInHand, cursor, direction, limit } = filters;
  return create(ListEventsRequestSchema, {
    pageSize: limit,
    ...(accountId === null ? {} : { accountId: BigInt(accountId) }),
    ...(resendType === null ? {} : { resendType: protoResendTypes[resendType] }),
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    ...(startUs === null ? {} : { start: timestampFromMicros(startUs) }),
    ...(endUs === null ? {} : { end: timestampFromMicros(endUs) }),
    types: [...types],
    endpointId: endpointId ?? '',
    ...(key === null ? {} : { key }),
    ...(deliveryState === 'ALL' ? {} : { deliveryState: protoStateFilters[deliveryState] }),
    includeInHand,
    ...(cursor === null ? {} : { cursorId: BigInt(cursor), direction: CursorDirection[direction] }),
  });
}
