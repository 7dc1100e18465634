import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type {
  ListResendsRequest,
  ResendCursor as ProtoCursor,
  ResendService,
} from '@webhooks/contracts';
import { millisOf } from '@webhooks/contracts/mapping';
import type { ResendCursor, ResendListQuery, ResendStore } from '@webhooks/domain';

import {
  controls,
  createdByFilters,
  kindFilters,
  resendTypeFilters,
  statusFilters,
} from '../mapping/enums.ts';
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
    resendType: read.choice('resend_type', request.resendType, resendTypeFilters),
    objectReferenceId: read.optionalId('object_reference_id', request.objectReferenceId),
    accountId: read.optionalId('account_id', request.accountId),
    createdBy: read.choice('created_by', request.createdBy, createdByFilters) ?? 'me',
    kind: read.choice('kind', request.kind, kindFilters),
    control:
      request.control === undefined ? null : read.choice('control', request.control, controls),
    createdFromMs: timeOf(read, 'created_from', request.createdFrom),
    createdToMs: timeOf(read, 'created_to', request.createdTo),
    cursor: request.cursor === undefined ? null : cursorOf(read, request.cursor),
    direction: read.direction('direction', request.direction, request.cursor !== undefined),
  };
  const { createdFromMs: from, createdToMs: to } = query;
  if (from !== null && to !== null && from > to) {
    read.violation('created_from', 'must not be after created_to');
  }
  read.finish();
  return query;
}

/** Null: none was given. */
function timeOf(read: RequestReader, field: string, time: Timestamp | undefined): number | null {
  if (time === undefined) return null;
  const ms = millisOf(time);
  if (!Number.isSafeInteger(ms)) read.violation(field, 'must be a time');
  return ms;
}

function cursorOf(read: RequestReader, { createdAt, id }: ProtoCursor): ResendCursor {
  const createdAtMs = timeOf(read, 'cursor.created_at', createdAt);
  if (createdAtMs === null) read.violation('cursor.created_at', 'must be a time');
  return { createdAtMs: createdAtMs ?? NaN, id: read.id('cursor.id', id) };
}

function cursorToProto(cursor: ResendCursor | null) {
  if (cursor === null) return undefined;
  return { createdAt: timestampFromMs(cursor.createdAtMs), id: BigInt(cursor.id) };
}
