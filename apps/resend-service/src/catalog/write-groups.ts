import { create } from '@bufbuild/protobuf';

import { RecordErrorSchema, type CatalogRecord, type RecordError } from '@webhooks/contracts';

import { writeRecords, type RecordWriterCall } from './write-records.ts';

/** What became of the records of a stream or batch. */
export interface WriteTotals {
  readonly accepted: bigint;
  readonly rejected: bigint;
  /** The first refusals, by index. */
  readonly errors: RecordError[];
}

/** Writes groups one after another; the totals come when all of it is durable. */
export async function writeGroups(
  call: RecordWriterCall,
  groups: AsyncIterable<readonly CatalogRecord[]>,
  maxErrors: number,
): Promise<WriteTotals> {
  const errors: RecordError[] = [];
  let taken = 0;
  let rejected = 0;
  for await (const group of groups) {
    const refusals = await writeRecords(call, group, taken);
    taken += group.length;
    rejected += refusals.length;
    for (const { index, field, message } of refusals.slice(0, maxErrors - errors.length)) {
      errors.push(create(RecordErrorSchema, { index: BigInt(index), field, message }));
    }
  }
  return { accepted: BigInt(taken - rejected), rejected: BigInt(rejected), errors };
}
