import { connect, type Socket } from 'node:net';

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** How long an answer may take on a busy machine, in milliseconds. */
const LIMIT_MS = 30_000;

/** A connection to the facade, one request after the other; a new one when it was closed. */
export class HttpLine implements Disposable {
  readonly #port: number;
  #socket: Socket | null = null;
  #hasConnected = false;

  constructor(port: number) {
    this.#port = port;
  }

  /** Whether the connection of the last request was there, so that it may have arrived. */
  get hasConnected(): boolean {
    return this.#hasConnected;
  }

  /** Null when the connection was closed without an answer. */
  async ask(request: Buffer, { last = false } = {}): Promise<RawAnswer | null> {
    const socket = this.#open();
    if (last) socket.end(request);
    else socket.write(request);
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer | null>();
    const limit = setTimeout(() => reject(new Error('no answer in time')), LIMIT_MS);
    let text = '';
    const onData = (chunk: string): void => {
      text += chunk;
      const answer = answerIn(text);
      if (answer !== null) resolve(answer);
    };
    const onClose = (): void => resolve(null);
    socket.on('data', onData);
    socket.on('close', onClose);
    try {
      const answer = await promise;
      if (answer === null || last || /^connection: close/im.test(answer.head)) this.#drop();
      return answer;
    } finally {
      clearTimeout(limit);
      socket.off('data', onData);
      socket.off('close', onClose);
    }
  }

  [Symbol.dispose](): void {
    this.#drop();
  }

  #open(): Socket {
    if (this.#socket !== null && !this.#socket.destroyed) return this.#socket;
    const socket = connect(this.#port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.setNoDelay(true);
    socket.on('error', () => {});
    this.#hasConnected = false;
    socket.once('connect', () => (this.#hasConnected = true));
    this.#socket = socket;
    return socket;
  }

  #drop(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }
}

/** The first final answer; interim ones before it are passed over. */
function answerIn(text: string): RawAnswer | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = text.slice(0, headEnd);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? NaN);
  if (status < 200) return answerIn(text.slice(headEnd + 4));
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  const body = text.slice(headEnd + 4, headEnd + 4 + length);
  return body.length < length ? null : { status, head, body };
}
