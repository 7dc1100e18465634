import type { CatalogRecord } from '@webhooks/contracts';

/** One transaction: long enough to be fast, short enough not to be felt by other calls. */
const MAX_RECORDS = 500;
const MAX_PAYLOAD_BYTES = 2 * 1024 * 1024;

interface Message {
  readonly records: readonly CatalogRecord[];
}

/** Cuts the records of a stream or batch into groups of a size that is written at once. */
export async function* recordGroups(
  messages: AsyncIterable<Message> | Iterable<Message>,
): AsyncIterable<CatalogRecord[]> {
  let group: CatalogRecord[] = [];
  let payloadBytes = 0;
  for await (const { records } of messages) {
    for (const record of records) {
      group.push(record);
      payloadBytes += record.record.case === 'event' ? record.record.value.payload.length : 0;
      if (group.length < MAX_RECORDS && payloadBytes < MAX_PAYLOAD_BYTES) continue;
      yield group;
      group = [];
      payloadBytes = 0;
    }
  }
  if (group.length > 0) yield group;
}
