import { constants, type ServerHttp2Stream } from 'node:http2';

import type { DescMethod } from '@bufbuild/protobuf';

import { RelayService, ResendService, ServerReflection } from '@webhooks/contracts';

import {
  REFLECTION_MS,
  RELAY_MS,
  STREAM_DEADLINE_MS,
  TRANSFER_GRACE_MS,
  UNARY_DEADLINE_MS,
} from './rpc-limits.ts';
import type { StreamSlot } from './stream-slots.ts';

/** Ends a call that neither its deadline nor its client ended, as when a request only drips in. */
export function limitTime(stream: ServerHttp2Stream, method: DescMethod, slot: StreamSlot): void {
  const limit = setTimeout(
    () => {
      stream.close(constants.NGHTTP2_CANCEL);
    },
    longestMs(method) + TRANSFER_GRACE_MS,
  );
  const end = (): void => clearTimeout(limit);
  stream.once('close', end);
  if (method !== ResendService.method.watchResend) return;
  // Once it has asked, a watcher may stay, and holds nothing.
  stream.once('end', () => {
    end();
    slot.release();
  });
}

function longestMs(method: DescMethod): number {
  if (method === ResendService.method.watchResend) return UNARY_DEADLINE_MS;
  if (method.name === ServerReflection.method.serverReflectionInfo.name) return REFLECTION_MS;
  if (method === RelayService.method.createResends) return RELAY_MS;
  return method.methodKind === 'unary' ? UNARY_DEADLINE_MS : STREAM_DEADLINE_MS;
}
