import { create } from '@bufbuild/protobuf';
import {
  CursorDirection,
  type ListDeliveriesRequest,
  ListDeliveriesRequestSchema,
} from '@webhooks/contracts';
import { protoDeliveryStates } from '@webhooks/contracts/mapping';

import type { DeliveryListFilters } from './service-client.ts';

/** The filters of a list of deliveries as the service reads them. */
export function toDeliveryListRequest(
  resendId: number,
  filters: DeliveryListFilters,
): ListDeliveriesRequest {
  const { state, httpStatus, cursorPosition, direction, limit } = filters;
  return create(ListDeliveriesRequestSchema, {
    resendId: BigInt(resendId),
    pageSize: limit,
    endpointId: filters.endpointId ?? '',
    eventType: filters.eventType ?? '',
    eventId: filters.eventId ?? '',
    errorClass: filters.errorClass ?? '',
    ...(httpStatus === null ? {} : { httpStatus }),
    ...(state === null ? {} : { state: protoDeliveryStates[state] }),
    ...(cursorPosition === null
      ? {}
      : { cursorId: BigInt(cursorPosition), direction: CursorDirection[direction] }),
  });
}
