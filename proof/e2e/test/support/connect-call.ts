import { once } from 'node:events';
import { connect } from 'node:http2';

/** One call of the core by the Connect protocol in JSON; answers the body, errors included. */
export async function connectCall(
  url: URL,
  message: object,
  { authorization, isStream }: { readonly authorization: string; readonly isStream: boolean },
): Promise<string> {
  const session = connect(url.origin);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': url.pathname,
      'content-type': isStream ? 'application/connect+json' : 'application/json',
      'connect-protocol-version': '1',
      ...(authorization !== '' && { authorization }),
    });
    stream.setEncoding('latin1');
    let text = '';
    stream.on('data', (chunk: string) => (text += chunk));
    stream.end(isStream ? enveloped(message) : JSON.stringify(message));
    await once(stream, 'close');
    return text;
  } finally {
    session.destroy();
  }
}

function enveloped(message: object): Buffer {
  const json = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(json.length, 1);
  return Buffer.concat([head, json]);
}
