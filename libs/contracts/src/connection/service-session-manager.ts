import { constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';

import { Http2SessionManager } from '@connectrpc/connect-node';

import { currentSending } from './sending.ts';

/**
 * The HTTP/2 connection to the core. When the core says that it goes away, the manager ends an idle
 * connection with an error, which Node tells once the socket has closed. A request that comes in
 * between has taken the manager's listener away by then, and an error that nobody listens to ends
 * the process: connectrpc/connect-es#1768. Whatever matters of it reaches the request itself.
 */
export class ServiceSessionManager extends Http2SessionManager {
  readonly #known = new WeakSet<ClientHttp2Session>();

  override async request(
    ...request: Parameters<Http2SessionManager['request']>
  ): Promise<ClientHttp2Stream> {
    const stream = await super.request(...request);
    const session = stream.session as ClientHttp2Session | undefined;
    if (session !== undefined && !this.#known.has(session)) {
      this.#known.add(session);
      session.on('error', () => {});
    }
    noteSending(stream);
    return stream;
  }
}

/** A stream that is refused by HTTP/2 itself was not looked at: RFC 9113, 8.7. */
function noteSending(stream: ClientHttp2Stream): void {
  const sending = currentSending();
  if (sending === undefined) return;
  sending.mayHaveArrived = true;
  stream.once('close', () => {
    if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) sending.mayHaveArrived = false;
  });
}
