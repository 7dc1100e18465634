import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** One server-sent event. */
export interface ServerSentEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** A reader of a stream of events on a bare socket. */
export interface EventClient extends Disposable {
  readonly socket: Socket;
  /** Status line and headers in lower case; empty until they have come. */
  readonly head: string;
  /** The body as it came, out of its chunks. */
  readonly body: string;
  readonly events: readonly ServerSentEvent[];
  /** True once the last chunk has come. */
  readonly isComplete: boolean;
  readonly isClosed: boolean;
}

/** Asks for a stream of events. */
export async function openEvents(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<EventClient> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let isClosed = false;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => (received += text));
  socket.on('error', () => {});
  socket.on('close', () => (isClosed = true));
  await once(socket, 'connect');
  const lines = Object.entries({ host: 'x', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const bodyNow = () => readChunks(received.split('\r\n\r\n').slice(1).join('\r\n\r\n'));
  return {
    socket,
    get head() {
      return received.includes('\r\n\r\n')
        ? (received.split('\r\n\r\n')[0] ?? '').toLowerCase()
        : '';
    },
    get body() {
      return bodyNow().text;
    },
    get events() {
      return eventsIn(bodyNow().text);
    },
    get isComplete() {
      return bodyNow().isComplete;
    },
    get isClosed() {
      return isClosed;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

function readChunks(bytes: string): { text: string; isComplete: boolean } {
  let text = '';
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = end === -1 ? NaN : Number.parseInt(rest.slice(0, end), 16);
    if (size === 0) return { text, isComplete: true };
    if (Number.isNaN(size) || rest.length < end + 2 + size + 2) return { text, isComplete: false };
    text += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 2 + size + 2);
  }
}

function eventsIn(text: string): ServerSentEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => block.includes('data: '))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      return {
        event: field('event'),
        id: field('id'),
        data: JSON.parse(field('data')) as Record<string, unknown>,
      };
    });
}
