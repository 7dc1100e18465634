import { connect } from 'node:net';

import type { Answer } from '@webhooks/proof-kit';

/** Sends exact bytes on a connection of their own and reads until the server ends it. */
export async function rawRequest(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  socket.write(bytes);
  let received = '';
  for await (const text of socket) received += text as string;
  const [head = '', text = ''] = received.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, text };
}
