import { endpointMatches } from '@webhooks/domain';
import type {
  EndpointOutcome,
  LastOutcome,
  RecordedEvent,
  ResendSelection,
  SelectionList,
  UndeliveredCounts,
} from '@webhooks/domain';

import { nowMs, originalRetryForMs } from './fixtures.ts';

/** The catalog and its outcomes in plain values: what a set must be, said the simple way. */
export interface Model {
  readonly accountId: number;
  readonly events: RecordedEvent[];
  /** Those that resends go to. */
  readonly endpoints: ModelEndpoint[];
  /** Gets only what is sent there in their place. */
  readonly test: ModelEndpoint;
  /** Latest outcome of settled and attempted deliveries, by keyOf. */
  readonly outcomes: Map<string, OurOutcome>;
  /** Those that were delivered at any time, by keyOf. */
  readonly delivered: Set<string>;
  /** What senders reported, of events that may not be recorded yet. */
  readonly reported: EndpointOutcome[];
  /** What each resend has not settled, by keyOf. */
  readonly held: Map<number, Set<string>>;
}

export interface OurOutcome {
  readonly outcome: 'DELIVERED' | 'FAILED';
  readonly atMs: number;
}

export interface ModelEndpoint {
  readonly id: string;
  readonly typeWebhook: string;
  readonly isEnabled: boolean;
}

/** One delivery of a set. */
export interface Pair {
  readonly eventId: string;
  readonly endpointId: string;
}

export function keyOf({ eventId, endpointId }: Pair): string {
  return `${eventId} ${endpointId}`;
}

/** The events that a selection means, whoever wants them. */
export function selectedEvents(model: Model, selection: ResendSelection): RecordedEvent[] {
  const events = model.events.filter((event) => isSelected(event, selection));
  if (!selection.latestOnly) return events;
  return events.filter((event) => !events.some((other) => isNewer(model, other, event)));
}

/** Objects of a set of which a newer event is not in it. */
export function newerOutside(model: Model, pairs: readonly Pair[]): number {
  const ids = new Set(pairs.map(({ eventId }) => eventId));
  return model.events.filter(
    (event) => ids.has(event.id) && model.events.some((other) => isNewer(model, other, event)),
  ).length;
}

function isNewer({ events }: Model, one: RecordedEvent, other: RecordedEvent): boolean {
  const isOfObject =
    other.objectReferenceId !== null &&
    one.objectReferenceId === other.objectReferenceId &&
    one.resendType === other.resendType;
  const later =
    one.occurredAtUs - other.occurredAtUs || events.indexOf(one) - events.indexOf(other);
  return isOfObject && later > 0;
}

/** The deliveries that a selection covers now, in their order; all may go to the test endpoint. */
export function expectedSet(
  model: Model,
  selection: ResendSelection,
  deliverTo: string | null = null,
): Pair[] {
  if (deliverTo !== null) return eventsOf(model, expectedSet(model, selection));
  const endpoints = chosenEndpoints(model, selection);
  return selectedEvents(model, selection)
    .map((event) => ({ event, seq: model.events.indexOf(event) }))
    .sort((one, other) => one.event.occurredAtUs - other.event.occurredAtUs || one.seq - other.seq)
    .flatMap(({ event }) => pairsOf(model, event, endpoints, selection));
}

/** Each event of these deliveries that the test endpoint wants, once and for that. */
function eventsOf(model: Model, pairs: readonly Pair[]): Pair[] {
  const { id: endpointId, typeWebhook } = model.test;
  return [...new Set(pairs.map(({ eventId }) => eventId))]
    .filter((eventId) => {
      const event = model.events.find(({ id }) => id === eventId);
      return event !== undefined && endpointMatches(typeWebhook, event);
    })
    .map((eventId) => ({ eventId, endpointId }));
}

/** The latest outcome of an event at an endpoint: the sender's, or ours where that is not older. */
export function lastOutcome(model: Model, event: RecordedEvent, pair: Pair): LastOutcome {
  const ours = model.outcomes.get(keyOf(pair));
  const reported = newestReported(model, pair);
  const sender = reported?.outcome ?? event.outcome;
  const atUs = reported?.occurredAtUs ?? event.occurredAtUs;
  if (sender === null) return ours?.outcome ?? 'UNKNOWN';
  if (ours !== undefined && ours.atMs >= Math.floor(atUs / 1000)) return ours.outcome;
  return sender === 'RETRYING' && !isRecent(atUs) ? 'FAILED' : sender;
}

/** What UNDELIVERED makes of a pair. */
export function standing(
  model: Model,
  event: RecordedEvent,
  pair: Pair,
): keyof UndeliveredCounts | 'free' {
  const reported = model.reported.filter((own) => keyOf(own) === keyOf(pair));
  const isDelivered =
    model.delivered.has(keyOf(pair)) ||
    (reported.length === 0
      ? event.outcome === 'DELIVERED'
      : reported.some(({ outcome }) => outcome === 'DELIVERED'));
  if (isDelivered) return 'alreadyDelivered';
  if ([...model.held.values()].some((keys) => keys.has(keyOf(pair)))) return 'heldByResend';
  const newest = newestReported(model, pair);
  const isRetried = newest?.outcome === 'RETRYING' && isRecent(newest.occurredAtUs);
  return isRetried ? 'retriedBySender' : 'free';
}

const meanings = ['NEVER_ATTEMPTED', 'RETRYING', 'FAILED', 'DELIVERED'];

function newestReported({ reported }: Model, pair: Pair): EndpointOutcome | undefined {
  return reported
    .filter((own) => keyOf(own) === keyOf(pair))
    .sort(
      (one, other) =>
        one.occurredAtUs - other.occurredAtUs ||
        meanings.indexOf(one.outcome) - meanings.indexOf(other.outcome),
    )
    .at(-1);
}

function isRecent(atUs: number): boolean {
  return atUs >= (nowMs - originalRetryForMs) * 1000;
}

function isSelected(event: RecordedEvent, selection: ResendSelection): boolean {
  const { resendType, objectReferenceId, list, range, eventTypes } = selection;
  return (
    event.resendType === resendType &&
    (list === null || isListed(event, list)) &&
    (objectReferenceId === null || event.objectReferenceId === objectReferenceId) &&
    (range === null ||
      (event.occurredAtUs >= range.startUs && event.occurredAtUs <= range.endUs)) &&
    (eventTypes.length === 0 || eventTypes.includes(event.type))
  );
}

function isListed(event: RecordedEvent, list: SelectionList): boolean {
  const { id, objectReferenceId, keys = {} } = event;
  if (list.field === 'event_ids') return list.entries.includes(id);
  if (list.field === 'keys') return list.entries.some(({ name, value }) => keys[name] === value);
  return objectReferenceId !== null && list.entries.includes(objectReferenceId);
}

/** Disabled ones are left out unless they are named or nothing else could take part. */
export function chosenEndpoints({ endpoints }: Model, selection: ResendSelection): ModelEndpoint[] {
  const { resendType, eventTypes, endpointIds } = selection;
  const otherType = resendType === 'CASHIN' ? 'CASHOUT' : 'CASHIN';
  const candidates = endpoints
    .filter(({ id }) => endpointIds.length === 0 || endpointIds.includes(id))
    .filter(({ typeWebhook }) =>
      eventTypes.length === 0
        ? typeWebhook !== otherType
        : [resendType, ...eventTypes].includes(typeWebhook),
    );
  const enabled = candidates.filter(({ isEnabled }) => isEnabled);
  return endpointIds.length > 0 || enabled.length === 0 ? candidates : enabled;
}

function pairsOf(
  model: Model,
  event: RecordedEvent,
  endpoints: readonly ModelEndpoint[],
  selection: ResendSelection,
): Pair[] {
  return endpoints
    .filter(({ typeWebhook }) => endpointMatches(typeWebhook, event))
    .map(({ id }) => ({ eventId: event.id, endpointId: id }))
    .filter((pair) => passes(model, event, pair, selection))
    .sort((one, other) => (one.endpointId < other.endpointId ? -1 : 1));
}

function passes(
  model: Model,
  event: RecordedEvent,
  pair: Pair,
  { deliveryState, includeInHand }: ResendSelection,
): boolean {
  if (deliveryState === 'ALL') return true;
  if (deliveryState !== 'UNDELIVERED') return lastOutcome(model, event, pair) === deliveryState;
  const stands = standing(model, event, pair);
  return stands === 'free' || (includeInHand && stands !== 'alreadyDelivered');
}
