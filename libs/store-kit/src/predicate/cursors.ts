/** Where an event stands in the order of a walk. */
export interface EventKey {
  readonly occurredAtUs: number;
  readonly seq: number;
}

/** In a walk over events and endpoints: behind one delivery of an event, or behind all of them. */
export interface DeliveryCursor extends EventKey {
  /** Null: behind all deliveries of the event. */
  readonly endpointId: string | null;
}

/** In the walk of a retry: behind a delivery of the resend that it retries. */
export interface RetriedCursor {
  readonly position: number;
}

/** A cursor as it is kept between two steps; null where there is none. */
export function encodeCursor(cursor: EventKey | RetriedCursor | null): string | null {
  return cursor === null ? null : JSON.stringify(cursor);
}

/** Throws where the text is the cursor of another kind of walk. */
export function decodeEventKey(text: string | null): EventKey | null {
  return decode(text, isEventKey);
}

/** Throws where the text is the cursor of another kind of walk. */
export function decodeDeliveryCursor(text: string | null): DeliveryCursor | null {
  return decode(text, isDeliveryCursor);
}

/** Throws where the text is the cursor of another kind of walk. */
export function decodeRetriedCursor(text: string | null): RetriedCursor | null {
  return decode(text, isRetriedCursor);
}

function decode<Cursor>(
  text: string | null,
  isCursor: (value: object) => value is Cursor & object,
): Cursor | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && isCursor(value)) return value;
  throw new Error(`This is no cursor of the set: ${text}`);
}

function isEventKey(value: object): value is EventKey {
  return (
    'occurredAtUs' in value &&
    Number.isInteger(value.occurredAtUs) &&
    'seq' in value &&
    Number.isInteger(value.seq)
  );
}

function isDeliveryCursor(value: object): value is DeliveryCursor {
  if (!isEventKey(value) || !('endpointId' in value)) return false;
  return value.endpointId === null || typeof value.endpointId === 'string';
}

function isRetriedCursor(value: object): value is RetriedCursor {
  return 'position' in value && Number.isInteger(value.position);
}
