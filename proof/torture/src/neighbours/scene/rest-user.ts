import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';

import { RESEND_PATH, userToken } from '@webhooks/proof-kit';

/** What a caller gets to see. */
export interface RestAnswer {
  readonly status: number;
  readonly text: string;
}

/** Who calls, and from where. */
export interface RestUserOptions {
  readonly port: number;
  readonly userId: number;
  /** The loopback address that the connections come from. */
  readonly address: string;
  /** What X-Forwarded-For tells, when the connections come from the trusted proxy. */
  readonly forwardedFor?: string;
  /** Connections at once; left out, as many as there are calls. */
  readonly connections?: number;
}

/** A user of the facade on kept connections from an address of its own. Disposing it cuts them. */
export class RestUser implements Disposable {
  readonly #options: RestUserOptions;
  readonly #agent: Agent;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: RestUserOptions) {
    const { userId, forwardedFor, connections = Infinity } = options;
    this.#options = options;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#headers = {
      authorization: `Bearer ${userToken(userId)}`,
      ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    };
  }

  post(path: string, body: object | null, limitMs: number): Promise<RestAnswer> {
    return this.#ask('POST', path, body, limitMs);
  }

  get(path: string, limitMs: number): Promise<RestAnswer> {
    return this.#ask('GET', path, null, limitMs);
  }

  /** The ID of an accepted resend; null when it is refused. */
  async resend(body: object, limitMs: number): Promise<number | null> {
    const { status, text } = await this.post(RESEND_PATH, body, limitMs);
    const id = Number(/ID: (\d+)/.exec(text)?.[1]);
    return status === 200 && Number.isSafeInteger(id) ? id : null;
  }

  /** Opens a stream of progress and closes it behind the first event; answers the status. */
  async firstProgress(id: number, limitMs: number): Promise<number> {
    const response = await this.#open('GET', `${RESEND_PATH}/${id}/events`, null, limitMs);
    let text = '';
    for await (const chunk of response) {
      text += String(chunk);
      if (/^event: progress$/m.test(text)) return response.statusCode ?? 0;
    }
    if (response.statusCode !== 200) return response.statusCode ?? 0;
    throw new Error('the stream ended without an event');
  }

  /** Opens a stream of progress and leaves it open as long as the facade does; answers the status. */
  async watch(id: number, limitMs: number, onEnd: () => void): Promise<number> {
    const path = `${RESEND_PATH}/${id}/events`;
    const response = await this.#open('GET', path, null, limitMs, 'response');
    response.on('error', () => {});
    response.once('close', onEnd);
    response.resume();
    return response.statusCode ?? 0;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  async #ask(
    method: string,
    path: string,
    body: object | null,
    limitMs: number,
  ): Promise<RestAnswer> {
    const response = await this.#open(method, path, body, limitMs);
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, text };
  }

  async #open(
    method: string,
    path: string,
    body: object | null,
    limitMs: number,
    limited: 'response' | 'close' = 'close',
  ): Promise<IncomingMessage> {
    const { port, address } = this.#options;
    const json = body === null ? null : JSON.stringify(body);
    const asked = request({
      ...{ host: '127.0.0.1', port, localAddress: address, agent: this.#agent, method, path },
      headers: {
        ...this.#headers,
        ...(json === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(json)}` }),
      },
    });
    const limit = setTimeout(() => asked.destroy(new Error('no answer in time')), limitMs);
    asked.once(limited, () => clearTimeout(limit));
    asked.once('close', () => clearTimeout(limit));
    asked.on('error', () => {});
    asked.end(json ?? undefined);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  }
}
