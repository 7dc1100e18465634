import { setImmediate as yieldToLoop } from 'node:timers/promises';

import { create } from '@bufbuild/protobuf';

import { RecordErrorSchema, type CatalogRecord, type RecordError } from '@webhooks/contracts';

import { writeRecords, type RecordRefusal, type RecordWriterCall } from './write-records.ts';

/** What became of the records of a stream or batch. */
export interface WriteTotals {
  readonly accepted: bigint;
  readonly rejected: bigint;
  /** The first refusals, by index. */
  readonly errors: RecordError[];
}

/** Groups that are given away to be written at once: one is written, one is ready behind it. */
const MAX_UNDER_WAY = 2;

/**
 * Writes groups in their order, and reads the next while some are written; the totals come when all
 * of it is durable. When it rejects nothing is under way any more.
 */
export async function writeGroups(
  call: RecordWriterCall,
  groups: AsyncIterable<readonly CatalogRecord[]>,
  maxErrors: number,
): Promise<WriteTotals> {
  const errors: RecordError[] = [];
  const underWay: Promise<RecordRefusal[]>[] = [];
  let taken = 0;
  let rejected = 0;
  const takeResult = async (): Promise<void> => {
    const refusals = (await underWay.shift()) ?? [];
    rejected += refusals.length;
    for (const { index, field, message } of refusals.slice(0, maxErrors - errors.length)) {
      errors.push(create(RecordErrorSchema, { index: BigInt(index), field, message }));
    }
  };
  try {
    for await (const group of groups) {
      const writing = writeRecords(call, group, taken);
      // Whoever takes the result gets the failure; until then it must not count as unhandled.
      writing.catch(() => undefined);
      underWay.push(writing);
      taken += group.length;
      if (underWay.length === MAX_UNDER_WAY) await takeResult();
      // Groups of which nothing is taken are not waited for.
      await yieldToLoop();
    }
    while (underWay.length > 0) await takeResult();
  } finally {
    await Promise.allSettled(underWay);
  }
  return { accepted: BigInt(taken - rejected), rejected: BigInt(rejected), errors };
}
