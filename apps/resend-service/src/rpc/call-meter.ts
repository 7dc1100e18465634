import { constants, type ServerHttp2Stream } from 'node:http2';

import type { DescMethod } from '@bufbuild/protobuf';
import { Code, createContextKey, type ContextKey, type ContextValues } from '@connectrpc/connect';

/** Told when a call is over. */
export type CountCall = (method: string, code: string, seconds: number) => void;

/** Where it is noted with which code a call failed; null after a success. */
export const failureKey: ContextKey<Code | null> = createContextKey<Code | null>(null, {
  description: 'code of the failure',
});

/** The only bound that a caller cannot see: what is not offered counts as one method. */
const UNKNOWN_METHOD = 'unknown';

/** Counts a call when its stream is over, by its method and the name of its code in gRPC. */
export function measureCall(
  stream: ServerHttp2Stream,
  method: DescMethod | undefined,
  values: ContextValues,
  count: CountCall,
): void {
  const startedMs = performance.now();
  stream.once('close', () => {
    const name = method === undefined ? UNKNOWN_METHOD : `${method.parent.typeName}/${method.name}`;
    count(name, codeOf(stream, method, values), (performance.now() - startedMs) / 1000);
  });
}

function codeOf(
  { rstCode, sentHeaders, sentTrailers }: ServerHttp2Stream,
  method: DescMethod | undefined,
  values: ContextValues,
): string {
  if (method === undefined) return nameOf(Code.Unimplemented);
  const failure = values.get(failureKey);
  if (failure !== null) return nameOf(failure);
  const status = sentTrailers?.['grpc-status'] ?? sentHeaders?.['grpc-status'];
  if (typeof status === 'string' && status !== '0') return nameOf(Number(status));
  if (rstCode !== constants.NGHTTP2_NO_ERROR) return nameOf(Code.Canceled);
  // A Connect call that failed before its handler, as with a message that cannot be read.
  if (Number(sentHeaders?.[constants.HTTP2_HEADER_STATUS]) >= 400)
    return nameOf(Code.InvalidArgument);
  return 'ok';
}

/** As gRPC writes it, in small letters: "not_found". */
function nameOf(code: Code): string {
  return (Code[code] ?? 'Unknown').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
