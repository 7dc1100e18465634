import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import {
  type EventKey as ProtoEventKey,
  type EventService,
  type ListEventsRequest,
} from '@webhooks/contracts';
import { microsOf } from '@webhooks/contracts/mapping';
import {
  type Clock,
  endpointNotFound,
  EVENT_KEY_NAMES,
  type EventKey,
  type EventListFilters,
  type EventPage,
  type EventStore,
} from '@webhooks/domain';
import { eventFilterViolations, isSaneMicros } from '@webhooks/validation';

import { resendTypeFilters, stateFilters } from '../mapping/enums.ts';
import { listedEventToProto } from '../mapping/listed-event.ts';
import { RequestReader } from '../mapping/request-reader.ts';
import { firstFilled, type PagePlace } from '../paging/first-filled.ts';

/** What decides what is known of an event. */
export interface KnownAt {
  readonly clock: Pick<Clock, 'now'>;
  /** How long a sender is taken to go on that said RETRYING. */
  readonly originalRetryForMs: number;
}

/** Events of the caller's accounts, newest recording first. */
export function listEvents(
  events: Pick<EventStore, 'list'>,
  { clock, originalRetryForMs }: KnownAt,
): MethodImpl<typeof EventService.method.listEvents> {
  return async (request, context) => {
    const query = queryOf(request);
    const asked = { userId: actingUser(context), nowMs: clock.now(), originalRetryForMs };
    const read = async (place: PagePlace): Promise<EventPage> => {
      const page = await events.list({ ...asked, ...query, ...place });
      if (page === null) throw endpointNotFound();
      return page;
    };
    const page = await firstFilled(read, ({ events: found }) => found.length === 0, query);
    return {
      events: page.events.map(listedEventToProto),
      ...(page.next === null ? {} : { nextCursorId: BigInt(page.next) }),
      ...(page.previous === null ? {} : { previousCursorId: BigInt(page.previous) }),
    };
  };
}

function queryOf(request: ListEventsRequest): EventListFilters {
  const read = new RequestReader();
  const query = {
    accountId: read.optionalId('account_id', request.accountId),
    resendType: read.choice('resend_type', request.resendType, resendTypeFilters),
    objectReferenceId: read.optionalId('object_reference_id', request.objectReferenceId),
    startUs: timeOf(read, 'start', request.start),
    endUs: timeOf(read, 'end', request.end),
    types: request.types,
    endpointId: request.endpointId === '' ? null : request.endpointId,
    key: keyOf(read, request.key),
    deliveryState: read.choice('delivery_state', request.deliveryState, stateFilters) ?? 'ALL',
    includeInHand: request.includeInHand,
    cursor: read.optionalId('cursor_id', request.cursorId),
    direction: read.direction('direction', request.direction, request.cursorId !== undefined),
    limit: read.pageSize('page_size', request.pageSize),
  };
  const names = { types: 'types', start: 'start', end: 'end' };
  for (const { field, message } of eventFilterViolations(query, names)) {
    read.violation(field, message);
  }
  read.finish();
  return query;
}

function keyOf(read: RequestReader, key: ProtoEventKey | undefined): EventKey | null {
  if (key === undefined) return null;
  const name = EVENT_KEY_NAMES.find((own) => own === key.name);
  if (name === undefined) {
    read.violation('key.name', `must be one of ${EVENT_KEY_NAMES.join(', ')}`);
    return null;
  }
  return { name, value: key.value };
}

/** Null means any. */

function timeOf(read: RequestReader, field: string, time: Timestamp | undefined): number | null {
  if (time === undefined) return null;
  const us = microsOf(time);
  if (!isSaneMicros(us)) read.violation(field, 'must be a time from 1970 to 2199');
  return us;
}
