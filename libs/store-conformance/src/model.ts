import { endpointMatches } from '@webhooks/domain';
import type { LastOutcome, RecordedEvent, ResendSelection } from '@webhooks/domain';

/** The catalog and its outcomes in plain values: what a set must be, said the simple way. */
export interface Model {
  readonly events: RecordedEvent[];
  readonly endpoints: ModelEndpoint[];
  /** Latest outcome of settled and attempted deliveries, by keyOf. */
  readonly outcomes: Map<string, 'DELIVERED' | 'FAILED'>;
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
  return model.events.filter((event) => isSelected(event, selection));
}

/** The deliveries that a selection covers now, in their order. */
export function expectedSet(model: Model, selection: ResendSelection): Pair[] {
  const endpoints = chosenEndpoints(model, selection);
  return model.events
    .map((event, seq) => ({ event, seq }))
    .filter(({ event }) => isSelected(event, selection))
    .sort((one, other) => one.event.occurredAtUs - other.event.occurredAtUs || one.seq - other.seq)
    .flatMap(({ event }) => pairsOf(model, event, endpoints, selection));
}

/** The latest outcome of an event at an endpoint. */
export function lastOutcome(model: Model, event: RecordedEvent, pair: Pair): LastOutcome {
  return model.outcomes.get(keyOf(pair)) ?? event.outcome ?? 'UNKNOWN';
}

function isSelected(event: RecordedEvent, selection: ResendSelection): boolean {
  const { resendType, objectReferenceId, range, eventTypes } = selection;
  return (
    event.resendType === resendType &&
    (objectReferenceId === null || event.objectReferenceId === objectReferenceId) &&
    (range === null ||
      (event.occurredAtUs >= range.startUs && event.occurredAtUs <= range.endUs)) &&
    (eventTypes.length === 0 || eventTypes.includes(event.type))
  );
}

/** Disabled ones are left out unless they are named or nothing else could take part. */
function chosenEndpoints({ endpoints }: Model, selection: ResendSelection): ModelEndpoint[] {
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
  { deliveryState }: ResendSelection,
): Pair[] {
  return endpoints
    .filter(({ typeWebhook }) => endpointMatches(typeWebhook, event))
    .map(({ id }) => ({ eventId: event.id, endpointId: id }))
    .filter((pair) => deliveryState === 'ALL' || lastOutcome(model, event, pair) === deliveryState)
    .sort((one, other) => (one.endpointId < other.endpointId ? -1 : 1));
}
