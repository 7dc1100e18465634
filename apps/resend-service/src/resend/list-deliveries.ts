import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ListDeliveriesRequest, ResendService } from '@webhooks/contracts';
import type { DeliveryListQuery, ResendStore } from '@webhooks/domain';
import { DELIVERY_LIST_PARAMETERS as parameters } from '@webhooks/validation';

import { deliveryToProto } from '../mapping/delivery.ts';
import { deliveryStateFilters } from '../mapping/enums.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { firstFilled } from '../paging/first-filled.ts';
import { accessibleResend } from './accessible-resend.ts';

/** The deliveries of one resend that the caller has access to, by position. */
export function listDeliveries(
  resends: Pick<ResendStore, 'get' | 'listDeliveries'>,
): MethodImpl<typeof ResendService.method.listDeliveries> {
  return async (request, context) => {
    const query = queryOf(request);
    const { deliveriesPruned } = await accessibleResend(
      resends,
      query.resendId,
      actingUser(context),
    );
    const page = await firstFilled(
      ({ cursor, direction }) =>
        resends.listDeliveries({ ...query, cursorPosition: cursor, direction }),
      ({ deliveries }) => deliveries.length === 0,
      { cursor: query.cursorPosition, direction: query.direction },
    );
    return {
      deliveries: page.deliveries.map(deliveryToProto),
      ...(page.next === null ? {} : { nextCursorId: BigInt(page.next) }),
      ...(page.previous === null ? {} : { previousCursorId: BigInt(page.previous) }),
      pruned: deliveriesPruned,
    };
  };
}

function queryOf(request: ListDeliveriesRequest): DeliveryListQuery {
  const read = new RequestReader();
  const query = {
    resendId: read.id('resend_id', request.resendId),
    state: read.choice('state', request.state, deliveryStateFilters),
    endpointId: read.text('endpoint_id', request.endpointId, parameters.endpoint_id),
    eventType: read.text('event_type', request.eventType, parameters.event_type),
    eventId: read.text('event_id', request.eventId, parameters.event_id),
    httpStatus: read.text('http_status', request.httpStatus?.toString(), parameters.http_status),
    errorClass: read.text('error_class', request.errorClass, parameters.error_class),
    limit: read.pageSize('page_size', request.pageSize),
    cursorPosition: read.optionalId('cursor_id', request.cursorId),
    direction: read.direction('direction', request.direction, request.cursorId !== undefined),
  };
  read.finish();
  return query;
}
