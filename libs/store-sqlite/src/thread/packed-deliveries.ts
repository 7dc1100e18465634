import type { PlannedDelivery, ResendType } from '@webhooks/domain';

import { DistinctTexts } from './distinct-texts.ts';

/**
 * Numbers of one delivery: resendId, position, endpoint, resendType, objectReferenceId,
 * occurredAtUs, attempts, closedAttempts, end.
 */
const STRIDE = 9;

/**
 * Deliveries as columns: what threads hand to each other is copied value by value, and a copy of
 * objects costs more than reading their rows. Numbers and payloads change threads uncopied.
 */
interface PackedDeliveries {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly eventIds: readonly string[];
  /** By the number that stands for them, as are the types. */
  readonly endpointIds: readonly string[];
  readonly resendTypes: readonly ResendType[];
  /** One behind the other; each ends where its `end` says. */
  readonly payloads: ArrayBuffer;
}

/** An answer that is or holds a list of deliveries: what planPage and the loads give. */
type Answer = readonly PlannedDelivery[] | { readonly deliveries: readonly PlannedDelivery[] };

/** Makes an answer ready to change threads; other answers stay as they are. */
export function packDeliveries(answer: unknown): {
  readonly answer: unknown;
  readonly transfer: readonly ArrayBuffer[];
} {
  if (isDeliveries(answer)) {
    const packed = pack(answer);
    return { answer: packed, transfer: [packed.payloads, packed.numbers.buffer] };
  }
  const { deliveries } = (answer ?? {}) as Partial<Exclude<Answer, readonly unknown[]>>;
  if (!isDeliveries(deliveries)) return { answer, transfer: [] };
  const packed = pack(deliveries);
  return {
    answer: { ...(answer as object), deliveries: packed },
    transfer: [packed.payloads, packed.numbers.buffer],
  };
}

/** The answer as it was before `packDeliveries`. */
export function unpackDeliveries(answer: unknown): unknown {
  if (isPacked(answer)) return unpack(answer);
  const { deliveries } = (answer ?? {}) as { readonly deliveries?: unknown };
  if (!isPacked(deliveries)) return answer;
  return { ...(answer as object), deliveries: unpack(deliveries) };
}

function pack(deliveries: readonly PlannedDelivery[]): PackedDeliveries {
  const numbers = new Float64Array(deliveries.length * STRIDE);
  const bytes = new Uint8Array(
    deliveries.reduce((sum, { payload }) => sum + payload.byteLength, 0),
  );
  const endpoints = new DistinctTexts();
  const types = new DistinctTexts<ResendType>();
  let at = 0;
  let end = 0;
  for (const delivery of deliveries) {
    bytes.set(delivery.payload, end);
    end += delivery.payload.byteLength;
    // One by one: an array to copy from would be made for each of them.
    numbers[at] = delivery.resendId;
    numbers[at + 1] = delivery.position;
    numbers[at + 2] = endpoints.numberOf(delivery.endpointId);
    numbers[at + 3] = types.numberOf(delivery.resendType);
    numbers[at + 4] = delivery.objectReferenceId ?? Number.NaN;
    numbers[at + 5] = delivery.occurredAtUs;
    numbers[at + 6] = delivery.attempts;
    numbers[at + 7] = delivery.closedAttempts;
    numbers[at + 8] = end;
    at += STRIDE;
  }
  return {
    numbers,
    eventIds: deliveries.map(({ eventId }) => eventId),
    endpointIds: endpoints.texts,
    resendTypes: types.texts,
    payloads: bytes.buffer,
  };
}

function unpack(packed: PackedDeliveries): PlannedDelivery[] {
  const { numbers, eventIds, endpointIds, resendTypes, payloads } = packed;
  let start = 0;
  return eventIds.map((eventId, index) => {
    const at = index * STRIDE;
    const object = numbers[at + 4] ?? Number.NaN;
    const end = numbers[at + 8] ?? start;
    const payload = Buffer.from(payloads, start, end - start);
    start = end;
    return {
      resendId: numbers[at] ?? 0,
      position: numbers[at + 1] ?? 0,
      endpointId: endpointIds[numbers[at + 2] ?? 0] ?? '',
      eventId,
      resendType: resendTypes[numbers[at + 3] ?? 0] ?? 'CASHIN',
      objectReferenceId: Number.isNaN(object) ? null : object,
      occurredAtUs: numbers[at + 5] ?? 0,
      payload,
      attempts: numbers[at + 6] ?? 0,
      closedAttempts: numbers[at + 7] ?? 0,
    };
  });
}

function isDeliveries(value: unknown): value is readonly PlannedDelivery[] {
  if (!Array.isArray(value)) return false;
  const [first] = value as readonly Partial<PlannedDelivery>[];
  return first?.payload instanceof Uint8Array;
}

function isPacked(value: unknown): value is PackedDeliveries {
  return (value as Partial<PackedDeliveries> | null | undefined)?.payloads instanceof ArrayBuffer;
}
