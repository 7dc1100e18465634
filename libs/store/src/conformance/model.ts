import { endpointMatches } from '@webhooks/domain';
import type { RecordedEvent, ResendSelection } from '@webhooks/domain';

/** The catalog and its outcomes in plain values: what a set must be, said the simple way. */
export interface Model {
  readonly events: RecordedEvent[];
  readonly endpoints: { readonly id: string; readonly typeWebhook: string }[];
  /** Latest outcome of settled and attempted deliveries, by keyOf. */
  readonly outcomes: Map<string, 'DELIVERED' | 'FAILED'>;
}

/** One delivery of a set. */
export interface Pair {
  readonly eventId: string;
  readonly endpointId: string;
}

export function keyOf({ eventId, endpointId }: Pair): string {
  return `${eventId} ${endpointId}`;
}

/** The deliveries that a selection covers now, in their order. */
export function expectedSet(model: Model, selection: ResendSelection): Pair[] {
  return model.events
    .map((event, seq) => ({ event, seq }))
    .filter(({ event }) => isSelected(event, selection))
    .sort((one, other) => one.event.occurredAtUs - other.event.occurredAtUs || one.seq - other.seq)
    .flatMap(({ event }) => pairsOf(model, event, selection));
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

function pairsOf(model: Model, event: RecordedEvent, selection: ResendSelection): Pair[] {
  const { endpointIds, deliveryState } = selection;
  return model.endpoints
    .filter(({ id }) => endpointIds.length === 0 || endpointIds.includes(id))
    .filter(({ typeWebhook }) => endpointMatches(typeWebhook, event))
    .map(({ id }) => ({ eventId: event.id, endpointId: id }))
    .filter(
      (pair) =>
        deliveryState === 'ALL' ||
        (model.outcomes.get(keyOf(pair)) ?? event.outcome) === deliveryState,
    )
    .sort((one, other) => (one.endpointId < other.endpointId ? -1 : 1));
}
