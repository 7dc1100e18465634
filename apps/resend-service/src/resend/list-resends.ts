import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type {
  ListResendsRequest,
  ResendCursor as ProtoCursor,
  ResendService,
} from '@webhooks/contracts';
import { millisOf } from '@webhooks/contracts/mapping';
import type { ResendCursor, ResendListQuery, ResendStore } from '@webhooks/domain';

import { createdByFilters, statusFilters } from '../mapping/enums.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { resendToProto } from '../mapping/resend.ts';

/** Resends of the caller's accounts, newest first. */
export function listResends(
  resends: Pick<ResendStore, 'list'>,
): MethodImpl<typeof ResendService.method.listResends> {
  return async (request, context) => {
    const page = await resends.list({ userId: actingUser(context), ...queryOf(request) });
    return {
      resends: page.resends.map(resendToProto),
      next: cursorToProto(page.next),
      previous: cursorToProto(page.previous),
    };
  };
}

function queryOf(request: ListResendsRequest): Omit<ResendListQuery, 'userId'> {
  const read = new RequestReader();
  const query = {
    limit: read.pageSize('page_size', request.pageSize),
    status: read.choice('status', request.status, statusFilters),
    objectReferenceId: read.optionalId('object_reference_id', request.objectReferenceId),
    accountId: read.optionalId('account_id', request.accountId),
    createdBy: read.choice('created_by', request.createdBy, createdByFilters) ?? 'me',
    cursor: request.cursor === undefined ? null : cursorOf(read, request.cursor),
    direction: read.direction('direction', request.direction, request.cursor !== undefined),
  };
  read.finish();
  return query;
}

function cursorOf(read: RequestReader, { createdAt, id }: ProtoCursor): ResendCursor {
  const createdAtMs = createdAt === undefined ? NaN : millisOf(createdAt);
  if (!Number.isSafeInteger(createdAtMs)) {
    read.violation('cursor.created_at', 'must be a time');
  }
  return { createdAtMs, id: read.id('cursor.id', id) };
}

function cursorToProto(cursor: ResendCursor | null) {
  if (cursor === null) return undefined;
  return { createdAt: timestampFromMs(cursor.createdAtMs), id: BigInt(cursor.id) };
}
