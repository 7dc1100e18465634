import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type {
  EndpointCursor as ProtoCursor,
  EndpointService,
  ListOwnEndpointsRequest,
} from '@webhooks/contracts';
import type { Clock, EndpointCursor, EndpointListQuery, EndpointStore } from '@webhooks/domain';

import { ownEndpointToProto } from '../mapping/own-endpoint.ts';
import { RequestReader } from '../mapping/request-reader.ts';

/** The endpoints of the accounts that the caller has access to, by account and id. */
export function listOwnEndpoints(
  endpoints: Pick<EndpointStore, 'list'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof EndpointService.method.listOwnEndpoints> {
  return async (request, context) => {
    const query = { userId: actingUser(context), ...queryOf(request) };
    const page = await endpoints.list(query, clock.now());
    return {
      endpoints: page.endpoints.map(ownEndpointToProto),
      next: cursorToProto(page.next),
      previous: cursorToProto(page.previous),
    };
  };
}

function queryOf(request: ListOwnEndpointsRequest): Omit<EndpointListQuery, 'userId'> {
  const read = new RequestReader();
  const { pageSize, accountId, cursor, direction } = request;
  const query = {
    limit: read.pageSize('page_size', pageSize),
    accountId: read.optionalId('account_id', accountId),
    cursor: cursor === undefined ? null : cursorOf(read, cursor),
    direction: read.direction('direction', direction, cursor !== undefined),
  };
  read.finish();
  return query;
}

function cursorOf(read: RequestReader, { accountId, id }: ProtoCursor): EndpointCursor {
  if (id === '') read.violation('cursor.id', 'is required');
  return { accountId: read.id('cursor.account_id', accountId), id };
}

function cursorToProto(cursor: EndpointCursor | null) {
  if (cursor === null) return undefined;
  return { accountId: BigInt(cursor.accountId), id: cursor.id };
}
