import type { ServerHttp2Stream } from 'node:http2';

import type { DescMethod } from '@bufbuild/protobuf';
import { createContextKey, type ContextKey } from '@connectrpc/connect';

import { Health, reflectionV1alpha, RelayService, ServerReflection } from '@webhooks/contracts';
import { ShareLedger } from '@webhooks/runtime';

import * as limits from './rpc-limits.ts';

/** What a stream holds until it ends. */
export interface StreamSlot {
  /** Counts bytes of the request beyond what every stream holds; false when there is no room. */
  receive(bytes: number): boolean;
  /** The request was taken in full, and nothing of it is kept. */
  release(): void;
}

/** The slot of a stream that holds nothing. */
const noSlot: StreamSlot = { receive: () => true, release: () => undefined };

/** Where the body of a call finds the slot of its stream. */
export const slotKey: ContextKey<StreamSlot> = createContextKey<StreamSlot>(noSlot, {
  description: 'slot of the stream',
});

/** How many streams there may be at once of a method that takes no token. */
const publicStreams: ReadonlyMap<DescMethod, number> = new Map<DescMethod, number>([
  [Health.method.check, limits.MAX_HEALTH_CHECKS],
  [Health.method.watch, limits.MAX_HEALTH_WATCHERS],
  [RelayService.method.createResends, limits.MAX_RELAYS],
  [ServerReflection.method.serverReflectionInfo, limits.MAX_REFLECTIONS],
  [reflectionV1alpha.ServerReflection.method.serverReflectionInfo, limits.MAX_REFLECTIONS],
]);

/** Memory is counted in what a client may send ahead on one stream. */
const UNIT_BYTES = limits.STREAM_WINDOW_BYTES;
const MAX_UNITS = Math.ceil(limits.MAX_MESSAGE_BYTES / UNIT_BYTES) + 1;

/**
 * Shares out what streams hold between those who call: memory for what they send, and for methods
 * that take no token the streams themselves.
 */
export class StreamSlots {
  readonly #memory = new ShareLedger<string>({
    capacity: Math.floor(limits.STREAM_MEMORY_BYTES / UNIT_BYTES),
  });
  readonly #public = new Map(
    Array.from(publicStreams, ([method, capacity]) => [
      method,
      new ShareLedger<string>({ capacity }),
    ]),
  );

  /** Null when the caller holds too much already. What is taken is given back as the stream ends. */
  open(stream: ServerHttp2Stream, method: DescMethod, holder: string): StreamSlot | null {
    const streams = this.#public.get(method);
    if (streams?.take(holder) === false) return null;
    let units = 0;
    const grow = (to: number): boolean => {
      const amount = to - units;
      if (amount > 0 && !this.#memory.take(holder, { amount })) return false;
      units = Math.max(units, to);
      return true;
    };
    const release = (): void => {
      this.#memory.give(holder, { amount: units });
      units = 0;
    };
    if (!grow(1)) {
      streams?.give(holder);
      return null;
    }
    stream.once('close', () => {
      release();
      streams?.give(holder);
    });
    let received = 0;
    return {
      receive: (bytes) => {
        received += bytes;
        return grow(Math.min(MAX_UNITS, Math.ceil(received / UNIT_BYTES)));
      },
      release,
    };
  }
}
