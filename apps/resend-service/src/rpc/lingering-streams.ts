import { constants, type ServerHttp2Stream } from 'node:http2';

import { LINGER_MS, MAX_LINGERING_STREAMS } from './rpc-limits.ts';

/**
 * Streams that were refused and have not ended yet, since their clients do not take the answer. They
 * hold no slot, so there are few of them, and not for long: the oldest goes when another one comes.
 */
export class LingeringStreams {
  readonly #streams = new Set<ServerHttp2Stream>();

  /** Lets a stream that has its answer end, or ends it. */
  add(stream: ServerHttp2Stream): void {
    if (stream.closed) return;
    const [oldest] = this.#streams;
    if (oldest !== undefined && this.#streams.size >= MAX_LINGERING_STREAMS) {
      this.#streams.delete(oldest);
      breakOff(oldest);
    }
    this.#streams.add(stream);
    const limit = setTimeout(() => breakOff(stream), LINGER_MS);
    stream.once('close', () => {
      clearTimeout(limit);
      this.#streams.delete(stream);
    });
  }
}

/** A code other than NO_ERROR is not held back by what was not sent yet. */
function breakOff(stream: ServerHttp2Stream): void {
  stream.close(constants.NGHTTP2_CANCEL);
}
