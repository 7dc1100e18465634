import type { EventKeyName } from '@webhooks/client';

/** The filters of the events by their names in the API, which the address has, too. */
export const eventFilterNames = [
  'account_mirror_id',
  'resend_type',
  'object_reference_id',
  'start_datetime',
  'end_datetime',
  'event_types',
  'endpoint_id',
  'delivery_state',
  'include_in_hand',
  'end_to_end_id',
  'tx_id',
  'correlation_id',
  'tag',
] as const;

export type EventFilterName = (typeof eventFilterNames)[number];

/** What the events are narrowed to. */
export type EventFilters = Readonly<Partial<Record<EventFilterName, string>>>;

export const eventKeys = [
  'end_to_end_id',
  'tx_id',
  'correlation_id',
  'tag',
] as const satisfies readonly EventKeyName[];

/** What an event can be looked for by. An event's own ID leads to it at once. */
export const soughtBy = ['CASHIN', 'CASHOUT', 'event_id', ...eventKeys] as const;

export type SoughtBy = (typeof soughtBy)[number];

/** One thing that is looked for. */
export interface Sought {
  readonly by: SoughtBy;
  readonly text: string;
}

/** The filters of an address; anything else in it is left out. */
export function filtersOf(query: URLSearchParams): EventFilters {
  const given = eventFilterNames.flatMap((name) => {
    const value = query.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** What filters look for, as a person would say it. */
export function soughtIn(filters: EventFilters): Sought {
  const key = eventKeys.find((name) => filters[name] !== undefined);
  if (key !== undefined) return { by: key, text: filters[key] ?? '' };
  const isOut = filters.resend_type === 'CASHOUT';
  return { by: isOut ? 'CASHOUT' : 'CASHIN', text: filters.object_reference_id ?? '' };
}

/**
 * Filters that look for something else; empty: for nothing. The ID of a QR Code or a Transaction
 * says which of the two.
 */
export function withSought(filters: EventFilters, { by, text }: Sought): EventFilters {
  const dropped = new Set<string>(['object_reference_id', ...eventKeys]);
  const rest = Object.entries(filters).filter(([name]) => !dropped.has(name));
  const others: EventFilters = Object.fromEntries(rest);
  const value = text.trim();
  if (value === '' || by === 'event_id') return others;
  if (by !== 'CASHIN' && by !== 'CASHOUT') return { ...others, [by]: value };
  return { ...others, resend_type: by, object_reference_id: value };
}

/** IDs with spaces or commas between. */
export function idsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((id) => id !== ''))];
}
