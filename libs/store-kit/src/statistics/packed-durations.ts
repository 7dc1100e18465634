import { durationClassCount } from '@webhooks/domain';

/** A class (one byte) and how many were counted in it (four, the highest first). */
const entryBytes = 5;

/** Counts of one endpoint at a time, all zero in between: this runs for each group of outcomes. */
const scratch = new Uint32Array(durationClassCount);

/** Adds one to each of some classes. Packed are those that occur, in ascending order. */
export function packWith(packed: Buffer | null, classes: readonly number[]): Buffer {
  let first = durationClassCount - 1;
  let last = 0;
  let occurring = 0;
  const add = (index: number, count: number): void => {
    const before = scratch[index] ?? 0;
    if (before === 0) occurring += 1;
    if (index < first) first = index;
    if (index > last) last = index;
    scratch[index] = before + count;
  };
  if (packed !== null) forEachPacked(packed, add);
  for (const index of classes) add(index, 1);

  const result = Buffer.allocUnsafe(occurring * entryBytes);
  let end = 0;
  for (let index = first; index <= last; index += 1) {
    const count = scratch[index] ?? 0;
    if (count === 0) continue;
    result[end] = index;
    result[end + 1] = count >>> 24;
    result[end + 2] = count >>> 16;
    result[end + 3] = count >>> 8;
    result[end + 4] = count;
    end += entryBytes;
    scratch[index] = 0;
  }
  return result;
}

/** Calls for each class that occurs. */
export function forEachPacked(packed: Buffer, use: (index: number, count: number) => void): void {
  for (let start = 0; start < packed.length; start += entryBytes) {
    use(packed[start] ?? 0, packed.readUInt32BE(start + 1));
  }
}
