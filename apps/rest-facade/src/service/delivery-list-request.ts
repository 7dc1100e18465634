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
  { state, cursorPosition, direction, limit }: DeliveryListFilters,
): ListDeliveriesRequest {
  return create(ListDeliveriesRequestSchema, {
    resendId: BigInt(resendId),
    pageSize: limit,
    ...(state === null ? {} : { state: protoDeliveryStates[state] }),
    ...(cursorPosition === null
      ? {}
      : { cursorId: BigInt(cursorPosition), direction: CursorDirection[direction] }),
  });
}
