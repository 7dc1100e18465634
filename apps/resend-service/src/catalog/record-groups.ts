import type { CatalogRecord } from '@webhooks/contracts';

/** What one transaction takes. */
interface GroupLimits {
  readonly records: number;
  readonly payloadBytes: number;
}

/** Written by the thread that answers calls: within some milliseconds. */
const SMALL: GroupLimits = { records: 100, payloadBytes: 512 * 1024 };
/** Written by a thread of their own: long enough to be fast. */
const LARGE: GroupLimits = { records: 500, payloadBytes: 2 * 1024 * 1024 };

/** Groups of an import before it is large: most are small, and a thread takes a moment to start. */
export const SMALL_GROUPS = 4;

interface Message {
  readonly records: readonly CatalogRecord[];
}

/** Cuts the records of a stream or batch into groups of a size that is written at once, small ones first. */
export async function* recordGroups(
  messages: AsyncIterable<Message> | Iterable<Message>,
): AsyncIterable<CatalogRecord[]> {
  let group: CatalogRecord[] = [];
  let payloadBytes = 0;
  let groups = 0;
  for await (const { records } of messages) {
    for (const record of records) {
      group.push(record);
      payloadBytes += record.record.case === 'event' ? record.record.value.payload.length : 0;
      const limits = groups < SMALL_GROUPS ? SMALL : LARGE;
      if (group.length < limits.records && payloadBytes < limits.payloadBytes) continue;
      yield group;
      groups += 1;
      group = [];
      payloadBytes = 0;
    }
  }
  if (group.length > 0) yield group;
}
