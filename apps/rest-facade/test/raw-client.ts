import { connect } from 'node:net';

/** An answer taken apart as far as a test needs it. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came over one connection until it was closed, or until enough answers had come. */
export interface RawExchange {
  readonly answers: readonly RawAnswer[];
  /** True when the server ended the connection. */
  readonly closed: boolean;
}

export interface RawOptions {
  /** Stop reading after this many answers; default 1. */
  readonly answers?: number;
  /** Keep sending this until the connection ends. */
  readonly flood?: Buffer;
  readonly deadlineMs?: number;
}

/** Sends exact bytes and reads the answers, which must carry a Content-Length or no body. */
export async function exchange(
  port: number,
  bytes: string | Buffer,
  { answers: wanted = 1, flood, deadlineMs = 5_000 }: RawOptions = {},
): Promise<RawExchange> {
  const socket = connect(port, '127.0.0.1');
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    if (flood === undefined && parseAnswers(received).length >= wanted) resolve(false);
  });
  socket.on('error', () => resolve(true));
  socket.on('close', () => resolve(true));
  socket.write(bytes);
  if (flood !== undefined) keepSending(flood);
  const late = (): void => reject(new Error(`no end within ${deadlineMs} ms after: ${received}`));
  const timer = setTimeout(late, deadlineMs);
  try {
    const closed = await promise;
    return { answers: parseAnswers(received), closed };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }

  function keepSending(chunk: Buffer): void {
    const send = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', send);
    send();
  }
}

/** Every complete answer in what was received; 204 and answers to HEAD have no body. */
export function parseAnswers(received: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = received;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return answers;
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length < length) return answers;
    const status = Number(statusLine.split(' ')[1]);
    if (status >= 200) {
      answers.push({ status, headers, body: Buffer.from(body, 'latin1').toString() });
    }
    rest = rest.slice(end + 4 + length);
  }
}
