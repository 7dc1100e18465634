import type { CatalogRecord, CatalogStore, EventKeys, RecordedEvent } from '@webhooks/domain';

import { codec } from './codec.ts';

/** Numbers of one event: accountId, objectReferenceId, occurredAtUs, end. */
const STRIDE = 4;

/**
 * Records as columns: copying objects from thread to thread costs more than writing their rows. Most
 * are events; whatever else there is stays as it is.
 */
interface PackedCatalogRecords {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly ids: readonly string[];
  readonly types: readonly string[];
  readonly resendTypes: readonly RecordedEvent['resendType'][];
  readonly outcomes: readonly RecordedEvent['outcome'][];
  /** Of those events that have keys, with their place among the events. */
  readonly keys: readonly (readonly [index: number, keys: EventKeys])[];
  /** One behind the other; each ends where its `end` says. */
  readonly payloads: ArrayBuffer;
  /** What is no event, with its place among all. */
  readonly others: readonly (readonly [place: number, record: CatalogRecord])[];
}

type WriteCall = Parameters<CatalogStore['write']>;

/** A call that writes records. */
export const writeCallCodec = codec<
  WriteCall,
  { readonly packed: PackedCatalogRecords; readonly nowMs: number; readonly actor: WriteCall[2] }
>({
  encode([records, nowMs, actor]) {
    const packed = pack(records);
    return { wire: { packed, nowMs, actor }, transfer: [packed.numbers.buffer, packed.payloads] };
  },
  decode: ({ packed, nowMs, actor }) => [unpack(packed), nowMs, actor],
});

function pack(records: readonly CatalogRecord[]): PackedCatalogRecords {
  const events = records.flatMap((record) => (record.kind === 'event' ? [record.event] : []));
  const numbers = new Float64Array(events.length * STRIDE);
  const payloads = new Uint8Array(events.reduce((sum, { payload }) => sum + payload.byteLength, 0));
  let end = 0;
  events.forEach(({ accountId, objectReferenceId, occurredAtUs, payload }, index) => {
    payloads.set(payload, end);
    end += payload.byteLength;
    const object = objectReferenceId ?? Number.NaN;
    numbers.set([accountId, object, occurredAtUs, end], index * STRIDE);
  });
  return {
    numbers,
    ids: events.map(({ id }) => id),
    types: events.map(({ type }) => type),
    resendTypes: events.map(({ resendType }) => resendType),
    outcomes: events.map(({ outcome }) => outcome),
    keys: events.flatMap(({ keys }, index) => (keys === undefined ? [] : [[index, keys] as const])),
    payloads: payloads.buffer,
    others: records.flatMap((record, place) =>
      record.kind === 'event' ? [] : [[place, record] as const],
    ),
  };
}

function unpack(packed: PackedCatalogRecords): CatalogRecord[] {
  const { numbers, ids, types, resendTypes, outcomes, payloads, others } = packed;
  const keysOf = new Map(packed.keys);
  let start = 0;
  const records = ids.map((id, index): CatalogRecord => {
    const at = index * STRIDE;
    const object = numbers[at + 1] ?? Number.NaN;
    const end = numbers[at + 3] ?? start;
    const payload = Buffer.from(payloads, start, end - start);
    start = end;
    const keys = keysOf.get(index);
    return {
      kind: 'event',
      event: {
        id,
        accountId: numbers[at] ?? 0,
        resendType: resendTypes[index] ?? 'CASHIN',
        objectReferenceId: Number.isNaN(object) ? null : object,
        type: types[index] ?? '',
        occurredAtUs: numbers[at + 2] ?? 0,
        payload,
        outcome: outcomes[index] ?? null,
        ...(keys === undefined ? {} : { keys }),
      },
    };
  });
  // In the order of their places, so that each one goes where it was.
  for (const [place, record] of others) records.splice(place, 0, record);
  return records;
}
