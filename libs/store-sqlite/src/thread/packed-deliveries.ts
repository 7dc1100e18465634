import type { PlannedDelivery, ResendType } from '@webhooks/domain';

import { codec, type Codec } from './codec.ts';
import { DistinctTexts } from './distinct-texts.ts';

/**
 * Numbers of one delivery: resendId, position, endpoint, resendType, objectReferenceId,
 * occurredAtUs, attempts, closedAttempts, end, eventType.
 */
const STRIDE = 10;

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
  readonly eventTypes: readonly string[];
  /** One behind the other; each ends where its `end` says. */
  readonly payloads: ArrayBuffer;
}

/** A list of deliveries. */
export const deliveriesCodec = codec<readonly PlannedDelivery[], PackedDeliveries>({
  encode(deliveries) {
    const packed = pack(deliveries);
    return { wire: packed, transfer: buffersOf(packed) };
  },
  decode: unpack,
});

/** A result that holds a list of deliveries; the rest of it stays as it is. */
export function withDeliveriesCodec<
  Result extends { readonly deliveries: readonly PlannedDelivery[] },
>(): Codec<Result> {
  return codec<Result, { readonly rest: Result; readonly packed: PackedDeliveries }>({
    encode(result) {
      const packed = pack(result.deliveries);
      const rest = { ...result, deliveries: [] };
      return { wire: { rest, packed }, transfer: buffersOf(packed) };
    },
    decode: ({ rest, packed }) => ({ ...rest, deliveries: unpack(packed) }),
  });
}

function buffersOf({ payloads, numbers }: PackedDeliveries): ArrayBuffer[] {
  return [payloads, numbers.buffer];
}

function pack(deliveries: readonly PlannedDelivery[]): PackedDeliveries {
  const numbers = new Float64Array(deliveries.length * STRIDE);
  const bytes = new Uint8Array(
    deliveries.reduce((sum, { payload }) => sum + payload.byteLength, 0),
  );
  const endpoints = new DistinctTexts();
  const types = new DistinctTexts<ResendType>();
  const eventTypes = new DistinctTexts();
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
    numbers[at + 9] = eventTypes.numberOf(delivery.eventType);
    at += STRIDE;
  }
  return {
    numbers,
    eventIds: deliveries.map(({ eventId }) => eventId),
    endpointIds: endpoints.texts,
    resendTypes: types.texts,
    eventTypes: eventTypes.texts,
    payloads: bytes.buffer,
  };
}

function unpack(packed: PackedDeliveries): PlannedDelivery[] {
  const { numbers, eventIds, endpointIds, resendTypes, eventTypes, payloads } = packed;
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
      eventType: eventTypes[numbers[at + 9] ?? 0] ?? '',
      resendType: resendTypes[numbers[at + 3] ?? 0] ?? 'CASHIN',
      objectReferenceId: Number.isNaN(object) ? null : object,
      occurredAtUs: numbers[at + 5] ?? 0,
      payload,
      attempts: numbers[at + 6] ?? 0,
      closedAttempts: numbers[at + 7] ?? 0,
    };
  });
}
