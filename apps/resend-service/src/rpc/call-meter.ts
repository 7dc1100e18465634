import { constants, type ServerHttp2Stream } from 'node:http2';

import type { DescMethod } from '@bufbuild/protobuf';
import { Code, createContextKey, type ContextKey, type ContextValues } from '@connectrpc/connect';

import { deadlineKey } from './call-deadline.ts';

/** Called when a call is over. */
export type CountCall = (method: string, code: string, seconds: number) => void;

/** Where it is noted with which code a call failed; null after a success. */
export const failureKey: ContextKey<Code | null> = createContextKey<Code | null>(null, {
  description: 'code of the failure',
});

/** The only bound that a caller cannot see: what is not offered counts as one method. */
const UNKNOWN_METHOD = 'unknown';

/** How much earlier than here, in milliseconds, a deadline may be over at the caller. */
const DEADLINE_SKEW_MS = 20;

/** Counts a call when its stream is over, by its method and the name of the code that its caller got. */
export function measureCall(
  stream: ServerHttp2Stream,
  method: DescMethod | undefined,
  values: ContextValues,
  count: CountCall,
): void {
  const startedMs = performance.now();
  stream.once('close', () => {
    const name = method === undefined ? UNKNOWN_METHOD : `${method.parent.typeName}/${method.name}`;
    const elapsedMs = performance.now() - startedMs;
    count(name, codeName(codeOf(stream, values, elapsedMs)), elapsedMs / 1000);
  });
}

/** Null: the call succeeded. */
function codeOf(stream: ServerHttp2Stream, values: ContextValues, elapsedMs: number): Code | null {
  const { rstCode, writableFinished, sentHeaders, sentTrailers } = stream;
  const deadlineMs = values.get(deadlineKey);
  if (deadlineMs !== null && elapsedMs >= deadlineMs) return Code.DeadlineExceeded;
  const status = sentTrailers?.['grpc-status'] ?? sentHeaders?.['grpc-status'];
  if (status !== undefined) return status === '0' ? null : Number(status);
  if (rstCode === constants.NGHTTP2_NO_ERROR && writableFinished) return values.get(failureKey);
  // A caller resets its call when it cancels it, and also when its own deadline is over.
  const isOver = deadlineMs !== null && elapsedMs >= deadlineMs - DEADLINE_SKEW_MS;
  return isOver ? Code.DeadlineExceeded : Code.Canceled;
}

/** As gRPC writes it, in small letters: "not_found"; "ok" for null. */
export function codeName(code: Code | null): string {
  if (code === null) return 'ok';
  return (Code[code] ?? 'Unknown').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
