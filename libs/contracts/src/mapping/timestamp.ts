import { create } from '@bufbuild/protobuf';
import { timestampFromMs, TimestampSchema, type Timestamp } from '@bufbuild/protobuf/wkt';

/** Microseconds since the epoch, the rest cut off; Infinity when it is not valid. */
export function microsOf({ seconds, nanos }: Timestamp): number {
  if (nanos < 0 || nanos > 999_999_999) return Infinity;
  return Number(seconds) * 1_000_000 + Math.floor(nanos / 1000);
}

/** Milliseconds since the epoch, the rest cut off; Infinity when it is not valid. */
export function millisOf(timestamp: Timestamp): number {
  return Math.floor(microsOf(timestamp) / 1000);
}

export function timestampFromMicros(us: number): Timestamp {
  const seconds = Math.floor(us / 1_000_000);
  const nanos = (us - seconds * 1_000_000) * 1000;
  return create(TimestampSchema, { seconds: BigInt(seconds), nanos });
}

/** Absent for null. */
export function timestampFromMillis(ms: number | null): Timestamp | undefined {
  return ms === null ? undefined : timestampFromMs(ms);
}
