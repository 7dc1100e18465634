import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';

/** A bare HTTP/2 connection to the core from an address; errors of it are nobody's. */
export function openServiceSession(
  port: number,
  address: string,
  settings: { readonly initialWindowSize?: number } = {},
): ClientHttp2Session {
  const session = connectHttp2(`http://127.0.0.1:${port}`, {
    settings,
    createConnection: () => connect({ port, host: '127.0.0.1', localAddress: address }),
  });
  session.on('error', () => {});
  return session;
}
