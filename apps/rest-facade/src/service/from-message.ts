import { type Timestamp, timestampMs } from '@bufbuild/protobuf/wkt';

/** An integer of a message. Throws when JSON would not keep it exact. */
export function toNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error('The service sent an integer beyond 2^53-1');
  return number;
}

/** Milliseconds since the epoch. Throws when the time is missing. */
export function toMs(timestamp: Timestamp | undefined): number {
  if (timestamp === undefined) throw new Error('The service sent a message without its times');
  return timestampMs(timestamp);
}

/** Microseconds since the epoch. Throws when the time is missing. */
export function toMicros(timestamp: Timestamp | undefined): number {
  if (timestamp === undefined) throw new Error('The service sent a message without its times');
  return toNumber(timestamp.seconds) * 1_000_000 + Math.floor(timestamp.nanos / 1000);
}

/** What a reader makes of a value; null when there is none. */
export function orNull<T, R>(value: T | undefined, read: (value: T) => R): R | null {
  return value === undefined ? null : read(value);
}
