import { DEFAULT_STREAM_BYTES, MIN_STREAM_BYTES } from './stream-size.ts';

/** The part of a settings reader that is needed here. */
export interface StreamSettingsSource {
  integer(
    name: string,
    options: { readonly default: number; readonly min: number; readonly max: number },
  ): number;
}

const MAX_BYTES = 1_099_511_627_776;

/** Reads NATS_STREAM_BYTES: what the stream may hold. */
export function readStreamBytes(read: StreamSettingsSource): number {
  return read.integer('NATS_STREAM_BYTES', {
    default: DEFAULT_STREAM_BYTES,
    min: MIN_STREAM_BYTES,
    max: MAX_BYTES,
  });
}
