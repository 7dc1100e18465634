import type { EventListQuery, ListedEvent, ResendSelection } from '@webhooks/domain';

import { eventQuery } from './fixtures.ts';
import { chosenEndpoints } from './model.ts';
import type { Model, Pair } from './model.ts';
import type { Stores } from './stores.ts';

/** What is looked for in lists of events. */
export interface ListedSet {
  readonly model: Model;
  readonly asked: ResendSelection;
  readonly pageSize: number;
}

/** The deliveries of a set as somebody finds them who has the lists of events alone, in any order. */
export async function listedPairs(stores: Stores, set: ListedSet): Promise<Pair[]> {
  const { model, asked } = set;
  const meant = asked.latestOnly ? await newestOf(stores, set) : null;
  const pairs: Pair[] = [];
  for (const { id: endpointId } of chosenEndpoints(model, asked)) {
    const { deliveryState, includeInHand } = asked;
    const filter = { endpointId, deliveryState, includeInHand };
    const events = await eventsOf(stores, set, filter);
    for (const { id: eventId } of events) {
      if (meant === null || meant.has(eventId)) pairs.push({ eventId, endpointId });
    }
  }
  return pairs;
}

/** Of what is selected, whoever wants it and whatever became of it. */
async function newestOf(stores: Stores, set: ListedSet): Promise<ReadonlySet<string>> {
  const newest = new Map<number, ListedEvent>();
  const others: string[] = [];
  for (const event of await eventsOf(stores, set, {})) {
    if (event.objectReferenceId === null) others.push(event.id);
    else {
      const known = newest.get(event.objectReferenceId);
      if (known === undefined || isLater(event, known)) {
        newest.set(event.objectReferenceId, event);
      }
    }
  }
  return new Set([...others, ...[...newest.values()].map(({ id }) => id)]);
}

function isLater(one: ListedEvent, other: ListedEvent): boolean {
  return (one.occurredAtUs - other.occurredAtUs || one.sequence - other.sequence) > 0;
}

/** The events of everything that the selection names, each once. */
async function eventsOf(
  stores: Stores,
  { model, asked, pageSize }: ListedSet,
  filter: Partial<EventListQuery>,
): Promise<ListedEvent[]> {
  const { resendType, range, eventTypes: types } = asked;
  const found = new Map<string, ListedEvent>();
  for (const named of namedBy(asked)) {
    const events = await allEvents(stores, {
      ...{ accountId: model.accountId, resendType, types, limit: pageSize },
      ...{ startUs: range?.startUs ?? null, endUs: range?.endUs ?? null },
      ...named,
      ...filter,
    });
    for (const event of events) found.set(event.id, event);
  }
  const { list } = asked;
  const events = [...found.values()];
  return list?.field === 'event_ids'
    ? events.filter(({ id }) => list.entries.includes(id))
    : events;
}

/** What lists are asked for, one after the other; events are picked from the whole. */
function namedBy({ list, objectReferenceId }: ResendSelection): Partial<EventListQuery>[] {
  if (list?.field === 'object_reference_ids') {
    return list.entries.map((entry) => ({ objectReferenceId: entry }));
  }
  if (list?.field === 'keys') return list.entries.map((key) => ({ key }));
  return [{ objectReferenceId }];
}

/** All pages of a list. */
export async function allEvents(
  { events }: Stores,
  filter: Partial<EventListQuery>,
): Promise<ListedEvent[]> {
  const found: ListedEvent[] = [];
  let cursor: number | null = null;
  do {
    const page = await events.list(eventQuery({ ...filter, cursor }));
    if (page === null) throw new Error('no such endpoint');
    found.push(...page.events);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
