import type { JetStreamManager, StreamInfo } from 'nats';

import { isMessageNotFound, isStreamNotFound, SessionFailure } from './broker-errors.ts';
import { conforms, STREAM, streamConfig } from './topology.ts';

/** What `ensureStream` has to bring about. */
export interface StreamWish {
  readonly maxBytes: number;
  /** A life of the stream that is to be ended: it cannot store or read any more. */
  readonly brokenLife: string | null;
}

/**
 * Makes the stream as it has to be, and answers with its life: a text that differs whenever the
 * stream was created anew.
 *
 * @throws SessionFailure when a stream of that name has another kind of retention or storage.
 */
export async function ensureStream(manager: JetStreamManager, wish: StreamWish): Promise<string> {
  const wanted = streamConfig(wish.maxBytes);
  const existing = await findStream(manager);
  if (existing === null) return lifeOf(await manager.streams.add(wanted));
  if (lifeOf(existing) === wish.brokenLife) {
    await manager.streams.delete(STREAM);
    return lifeOf(await manager.streams.add(wanted));
  }
  const { retention, storage } = existing.config;
  if (retention !== wanted.retention || storage !== wanted.storage) {
    throw new SessionFailure(
      `stream ${STREAM} has retention ${retention} and storage ${storage}: delete it or use another server`,
    );
  }
  if (!conforms(existing.config, wanted)) await manager.streams.update(STREAM, wanted);
  return lifeOf(existing);
}

/** The life of the stream right now; null when there is none. */
export async function currentLife(manager: JetStreamManager): Promise<string | null> {
  const info = await findStream(manager);
  return info === null ? null : lifeOf(info);
}

/**
 * Checks that the stream still lives as it has to be, and can read what it holds.
 *
 * @throws SessionFailure when it does not.
 */
export async function checkStream(
  manager: JetStreamManager,
  life: string,
  maxBytes: number,
): Promise<void> {
  const info = await findStream(manager);
  if (info === null) throw new SessionFailure('the stream was deleted');
  if (lifeOf(info) !== life) throw new SessionFailure('the stream was created anew');
  if (!conforms(info.config, streamConfig(maxBytes))) {
    throw new SessionFailure('the stream was changed');
  }
  if (await readsFirst(manager, info)) return;
  // Between both questions the message may have been acknowledged, and so be gone for good.
  const again = await findStream(manager);
  if (again?.state.first_seq !== info.state.first_seq || (await readsFirst(manager, again))) return;
  throw new SessionFailure('the stream lost its files', { streamIsBroken: true });
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
function lifeOf(info: Pick<StreamInfo, 'created'>): string {
  return info.created;
}
