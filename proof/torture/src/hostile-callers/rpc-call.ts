import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';

/** A call by somebody, which sends whatever bytes it likes. */
export interface RpcCall {
  /** Service and method. */
  readonly path: string;
  readonly token: string;
  /** Value of grpc-timeout; left out, there is none. */
  readonly timeout?: string | undefined;
  readonly bytes: Buffer;
}

/** A bare HTTP/2 connection. */
export async function openRpcSession(address: string): Promise<ClientHttp2Session> {
  const session = connect(`http://${address}`);
  session.on('error', () => {});
  await once(session, 'connect');
  return session;
}

/** The grpc-status of a call; "http 415" and the like where there is none. */
export async function callRpc(
  session: ClientHttp2Session,
  { path, token, timeout, bytes }: RpcCall,
): Promise<string> {
  const stream = session.request({
    ':method': 'POST',
    ':path': `/${path}`,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${token}`,
    ...(timeout === undefined ? {} : { 'grpc-timeout': timeout }),
  });
  let status = 'closed';
  const note = (headers: Readonly<Record<string, unknown>>): void => {
    const grpc = headers['grpc-status'];
    if (typeof grpc === 'string') status = grpc;
    else if (headers[':status'] !== 200) status = `http ${String(headers[':status'])}`;
  };
  stream.on('response', note);
  stream.on('trailers', note);
  stream.on('error', () => {});
  stream.resume();
  stream.end(bytes);
  if (!stream.closed) await once(stream, 'close').catch(() => {});
  return status;
}
