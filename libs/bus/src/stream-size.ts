import type { JetStreamManager, StreamInfo } from 'nats';

import { isStorageShortage, ConnectionFailure } from './broker-errors.ts';
import { streamConfig } from './topology.ts';

const MIB = 1_048_576;

/** Room for about 300,000 jobs; less is no queue to rely on. */
export const MIN_STREAM_BYTES = 64 * MIB;

/** How exactly the server's limit is found: one more question halves it. */
const STEP_BYTES = 4 * MIB;

export const DEFAULT_STREAM_BYTES = 1_024 * MIB;

/** Adds or updates the stream with this configuration. */
type Put = (config: ReturnType<typeof streamConfig>) => Promise<StreamInfo>;

/**
 * Puts the stream with the wanted size, or with as much of it as the server allows. One that is
 * there already with `currentBytes` never shrinks on the way: others may be using it.
 *
 * @throws ConnectionFailure when that is less than 64 MiB, and the server's own error for anything else.
 */
export async function putWithinStorage(
  manager: JetStreamManager,
  put: Put,
  { wantedBytes, currentBytes }: { readonly wantedBytes: number; readonly currentBytes: number },
): Promise<StreamInfo> {
  const whole = await unlessShort(put(streamConfig(wantedBytes)));
  if (whole !== null) return whole;
  let best = await unlessShort(put(streamConfig(Math.max(MIN_STREAM_BYTES, currentBytes))));
  if (best === null) {
    throw new ConnectionFailure(
      `the server has no ${MIN_STREAM_BYTES} bytes of storage for the stream: raise its max_file_store`,
    );
  }
  let refusedBytes = wantedBytes;
  while (refusedBytes - best.config.max_bytes > STEP_BYTES) {
    const bytes = Math.floor((best.config.max_bytes + refusedBytes) / 2);
    const { name } = best.config;
    const grown = await unlessShort(manager.streams.update(name, streamConfig(bytes)));
    if (grown === null) refusedBytes = bytes;
    else best = grown;
  }
  return best;
}

/** Null when the server has too little storage. */
async function unlessShort(answer: Promise<StreamInfo>): Promise<StreamInfo | null> {
  try {
    return await answer;
  } catch (error) {
    if (isStorageShortage(error)) return null;
    throw error;
  }
}
