import { create } from '@bufbuild/protobuf';
import { timestampFromMs, TimestampSchema, type Timestamp } from '@bufbuild/protobuf/wkt';

/** Microseconds since the epoch, the rest cut off; NaN when it is not a valid timestamp. */
export function microsOf({ seconds, nanos }: Timestamp): number {
  if (nanos < 0 || nanos > 999_999_999) return NaN;
  return Number(seconds) * 1_000_000 + Math.floor(nanos / 1000);
}

/** Milliseconds since the epoch, the rest cut off; NaN when it is not a valid timestamp. */
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
