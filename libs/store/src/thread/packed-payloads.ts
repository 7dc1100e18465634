import type { PlannedDelivery } from '@webhooks/domain';

/** Deliveries whose payloads lie one behind the other in one buffer, which changes threads uncopied. */
interface PackedDeliveries {
  readonly packed: readonly (Omit<PlannedDelivery, 'payload'> & { readonly end: number })[];
  readonly payloads: ArrayBuffer;
}

/** An answer that is or holds a list of deliveries: what planPage and the loads give. */
type Answer = readonly PlannedDelivery[] | { readonly deliveries: readonly PlannedDelivery[] };

/** Makes an answer ready to change threads; other answers stay as they are. */
export function packPayloads(answer: unknown): {
  readonly answer: unknown;
  readonly transfer: readonly ArrayBuffer[];
} {
  if (isDeliveries(answer)) {
    const packed = pack(answer);
    return { answer: packed, transfer: [packed.payloads] };
  }
  const { deliveries } = (answer ?? {}) as Partial<Exclude<Answer, readonly unknown[]>>;
  if (!isDeliveries(deliveries)) return { answer, transfer: [] };
  const packed = pack(deliveries);
  return { answer: { ...(answer as object), deliveries: packed }, transfer: [packed.payloads] };
}

/** The answer as it was before `packPayloads`. */
export function unpackPayloads(answer: unknown): unknown {
  if (isPacked(answer)) return unpack(answer);
  const { deliveries } = (answer ?? {}) as { readonly deliveries?: unknown };
  if (!isPacked(deliveries)) return answer;
  return { ...(answer as object), deliveries: unpack(deliveries) };
}

function pack(deliveries: readonly PlannedDelivery[]): PackedDeliveries {
  let size = 0;
  const packed = deliveries.map(({ payload, ...delivery }) => {
    size += payload.byteLength;
    return { ...delivery, end: size };
  });
  const bytes = new Uint8Array(size);
  let start = 0;
  for (const { payload } of deliveries) {
    bytes.set(payload, start);
    start += payload.byteLength;
  }
  return { packed, payloads: bytes.buffer };
}

function unpack({ packed, payloads }: PackedDeliveries): PlannedDelivery[] {
  let start = 0;
  return packed.map(({ end, ...delivery }) => {
    const payload = Buffer.from(payloads, start, end - start);
    start = end;
    return { ...delivery, payload };
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
