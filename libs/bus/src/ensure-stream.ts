import type { JetStreamManager, StreamInfo } from 'nats';

import { isMessageNotFound, isStreamNotFound, ConnectionFailure } from './broker-errors.ts';
import { putWithinStorage } from './stream-size.ts';
import { conforms, STREAM, streamConfig } from './topology.ts';

/** The stream as it was created. */
export interface EnsuredStream {
  /** Differs whenever the stream was created anew. */
  readonly incarnation: string;
  /** Less than wanted where the server has less storage. */
  readonly maxBytes: number;
}

/** What `ensureStream` has to bring about. */
export interface StreamRequirements {
  readonly maxBytes: number;
  /** An incarnation of the stream that is to be ended: it cannot store or read any more. */
  readonly brokenIncarnation: string | null;
}

/**
 * Makes the stream as it has to be, as large as wanted or as the server allows.
 *
 * @throws ConnectionFailure when a stream of that name has another kind of retention or storage, or the
 * server has too little storage.
 */
export async function ensureStream(
  manager: JetStreamManager,
  requirements: StreamRequirements,
): Promise<EnsuredStream> {
  const wanted = streamConfig(requirements.maxBytes);
  const existing = await findStream(manager);
  const add = async (): Promise<EnsuredStream> =>
    ensured(
      await putWithinStorage(manager, (config) => manager.streams.add(config), {
        wantedBytes: requirements.maxBytes,
        currentBytes: 0,
      }),
    );
  if (existing === null) return await add();
  if (incarnationOf(existing) === requirements.brokenIncarnation) {
    await manager.streams.delete(STREAM);
    return await add();
  }
  const { retention, storage } = existing.config;
  if (retention !== wanted.retention || storage !== wanted.storage) {
    throw new ConnectionFailure(
      `stream ${STREAM} has retention ${retention} and storage ${storage}: delete it or use another server`,
    );
  }
  if (conforms(existing.config, wanted)) return ensured(existing);
  return ensured(
    await putWithinStorage(manager, (config) => manager.streams.update(STREAM, config), {
      wantedBytes: requirements.maxBytes,
      currentBytes: existing.config.max_bytes,
    }),
  );
}

function ensured(info: StreamInfo): EnsuredStream {
  return { incarnation: incarnationOf(info), maxBytes: info.config.max_bytes };
}

/** The incarnation of the stream right now; null when there is none. */
export async function currentIncarnation(manager: JetStreamManager): Promise<string | null> {
  const info = await findStream(manager);
  return info === null ? null : incarnationOf(info);
}

/**
 * Checks that the stream still lives as it has to be, and can read what it holds.
 *
 * @throws ConnectionFailure when it does not.
 */
export async function checkStream(
  manager: JetStreamManager,
  { incarnation, maxBytes }: EnsuredStream,
): Promise<void> {
  const info = await findStream(manager);
  if (info === null) throw new ConnectionFailure('the stream was deleted');
  if (incarnationOf(info) !== incarnation)
    throw new ConnectionFailure('the stream was created anew');
  // Whoever found more room meanwhile was right; less is somebody else's change.
  const bytes = Math.max(maxBytes, info.config.max_bytes);
  if (!conforms(info.config, streamConfig(bytes))) {
    throw new ConnectionFailure('the stream was changed');
  }
  if (await readsFirst(manager, info)) return;
  // Between both questions the message may have been acknowledged, and so be gone for good.
  const again = await findStream(manager);
  if (again?.state.first_seq !== info.state.first_seq || (await readsFirst(manager, again))) return;
  throw new ConnectionFailure('the stream lost its files', { streamIsBroken: true });
}

/** Whether the stream holds the message with this sequence number. */
export async function hasMessage(manager: JetStreamManager, sequence: number): Promise<boolean> {
  try {
    await manager.streams.getMessage(STREAM, { seq: sequence });
    return true;
  } catch (error) {
    if (isMessageNotFound(error) || isStreamNotFound(error)) return false;
    throw error;
  }
}

async function readsFirst(manager: JetStreamManager, { state }: StreamInfo): Promise<boolean> {
  return state.messages === 0 || (await hasMessage(manager, state.first_seq));
}

async function findStream(manager: JetStreamManager): Promise<StreamInfo | null> {
  try {
    return await manager.streams.info(STREAM);
  } catch (error) {
    if (isStreamNotFound(error)) return null;
    throw error;
  }
}

/** Creation times have nanoseconds, so two lives never share one. */
function incarnationOf(info: Pick<StreamInfo, 'created'>): string {
  return info.created;
}
