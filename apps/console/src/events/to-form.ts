import type { Prefill } from '../new-resend/prefilled.ts';
import { type EventFilters, eventKeys } from './event-query.ts';
import type { SelectedEvent } from './selection.ts';

/** The account that an ID stands for. */
export interface AccountOf {
  readonly branch: string;
  readonly number: string;
}

/**
 * The form for all that the filters show. account: the one of the filters; null: of any, and then the
 * form asks for it where it has to be known.
 */
export function formOfFilters(filters: EventFilters, account: AccountOf | null): Prefill {
  const key = eventKeys.find((name) => filters[name] !== undefined);
  const { object_reference_id: object, start_datetime: from, end_datetime: to } = filters;
  return {
    type: filters.resend_type ?? 'CASHIN',
    ...(account === null ? {} : { branch: account.branch, number: account.number }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    // As the list: what is not asked for otherwise is all there is.
    state: filters.delivery_state ?? 'ALL',
    ...(filters.include_in_hand === 'true' ? { inHand: '1' } : {}),
    ...(filters.endpoint_id === undefined ? {} : { endpoint: filters.endpoint_id }),
    ...(filters.event_types === undefined ? {} : { types: filters.event_types }),
    ...targetOf(object, key === undefined ? null : [key, filters[key] ?? '']),
    look: '1',
  };
}

/** Whether the form can ask for exactly what filters show: what is named there has no range. */
export function hasForm(filters: EventFilters): boolean {
  const isNamed = ['object_reference_id' as const, ...eventKeys].some(
    (name) => filters[name] !== undefined,
  );
  return !isNamed || (filters.start_datetime ?? filters.end_datetime) === undefined;
}

/** The form for events that were chosen one by one, all of one account and one direction. */
export function formOfEvents(events: Iterable<SelectedEvent>): Prefill {
  const all = [...events];
  return {
    mode: 'list',
    list: 'event_ids',
    type: all[0]?.resend_type ?? 'CASHIN',
    entries: all.map(({ id }) => id).join('\n'),
    look: '1',
  };
}

function targetOf(object: string | undefined, key: readonly [string, string] | null): Prefill {
  if (object !== undefined) return { mode: 'object', object };
  if (key !== null) return { mode: 'list', list: key[0], entries: key[1] };
  return { mode: 'range' };
}
