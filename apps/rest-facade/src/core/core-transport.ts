import type { Transport } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';

/** A page of 100 resends, each with its filters filled up, takes some 900 KiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A link that went dead without a word is noticed after both of these. */
const PING_INTERVAL_MS = 3_000;
const PING_TIMEOUT_MS = 2_000;

/** A way to the core over one HTTP/2 connection, which is made anew when it breaks. */
export interface CoreTransport extends Disposable {
  readonly transport: Transport;
}

/** timeoutMs: the deadline of every call that does not name its own. */
export function openCoreTransport(url: URL, timeoutMs: number): CoreTransport {
  const sessionManager = new Http2SessionManager(url, {
    pingIntervalMs: PING_INTERVAL_MS,
    pingTimeoutMs: PING_TIMEOUT_MS,
    pingIdleConnection: true,
  });
  const transport = createGrpcTransport({
    baseUrl: url.href,
    sessionManager,
    acceptCompression: [],
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
    defaultTimeoutMs: timeoutMs,
  });
  return { transport, [Symbol.dispose]: () => sessionManager.abort() };
}
