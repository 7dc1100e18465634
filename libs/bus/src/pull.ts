import { createInbox, nanos, type Msg, type Subscription } from 'nats';

import { ConnectionFailure } from './broker-errors.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { PullRequests, REQUEST_EXPIRES_MS } from './pull-requests.ts';
import { STREAM } from './topology.ts';

/** A message as a consumer hands it out. */
export interface Delivered {
  readonly data: Uint8Array;
  /** Where it is acknowledged. */
  readonly reply: string;
  /** The incarnation of the stream that it belongs to. */
  readonly incarnation: string;
}

/** What is pulled, and where it goes. */
export interface PullOptions {
  readonly consumer: string;
  /** How many messages could be taken now. */
  readonly capacity: () => number;
  readonly receive: (message: Delivered) => void;
}

/** The server ends every request in time; if it says nothing at all for so long, it is not there. */
const SILENCE_LIMIT_MS = 4_000;
const MAX_BATCH = 64;
/** How often is looked for requests to renew or to give up. */
const LOOK_MS = 250;

const REQUEST_TIMEOUT = 408;
const NO_MESSAGES = 404;

/**
 * Pulls messages of one consumer for the length of a connection, with one or two requests at a time
 * for as many as can be taken. Whatever the server answers but messages and time-outs ends the
 * connection.
 */
export class Pull {
  readonly #broker: BrokerConnection;
  readonly #options: PullOptions;
  readonly #inbox = createInbox();
  readonly #subscription: Subscription;
  readonly #requests = new PullRequests();
  readonly #looks: NodeJS.Timeout;
  /** Since when the server has had something to say and said nothing; null without a request. */
  #silentSinceMs: number | null = null;
  #stopped = false;

  constructor(broker: BrokerConnection, options: PullOptions) {
    this.#broker = broker;
    this.#options = options;
    this.#subscription = broker.connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => this.#onMessage(error, message),
    });
    this.#looks = setInterval(() => this.#look(performance.now()), LOOK_MS);
    broker.signal.addEventListener('abort', () => this.#end());
    this.more();
  }

  /** Asks for messages if there is room for some that no request in progress can fill. */
  more(): void {
    const nowMs = performance.now();
    if (this.#stopped || !this.#requests.isDue(nowMs)) return;
    const room = this.#options.capacity() - this.#requests.left;
    // The other half is for the request that takes over from this one.
    const batch = Math.min(Math.ceil(room / 2), MAX_BATCH);
    if (batch <= 0) return;
    this.#silentSinceMs ??= nowMs;
    const number = this.#requests.add(batch, nowMs);
    this.#broker.send(
      `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${this.#options.consumer}`,
      JSON.stringify({ batch, expires: nanos(REQUEST_EXPIRES_MS) }),
      `${this.#inbox}.${number}`,
    );
  }

  /** Asks for nothing more; resolves when what was on its way has been received. */
  async stop(): Promise<void> {
    this.#end();
    if (!this.#subscription.isClosed()) await this.#subscription.drain();
  }

  #end(): void {
    this.#stopped = true;
    clearInterval(this.#looks);
  }

  #look(nowMs: number): void {
    if (nowMs - (this.#silentSinceMs ?? nowMs) >= SILENCE_LIMIT_MS) {
      return this.#broker.fail(new ConnectionFailure('the consumer does not answer'));
    }
    this.#requests.giveUp(nowMs);
    this.more();
  }

  #onMessage(error: Error | null, message: Msg): void {
    if (error !== null) return this.#broker.fail(new ConnectionFailure(error.message));
    if (message.subject.startsWith(this.#inbox)) this.#onStatus(message);
    else this.#onJob(message);
    this.#silentSinceMs = this.#requests.size > 0 ? performance.now() : null;
    this.more();
  }

  #onJob({ data, reply = '' }: Msg): void {
    this.#requests.count(performance.now());
    this.#options.receive({ data, reply, incarnation: this.#broker.incarnation });
  }

  #onStatus({ subject, headers }: Msg): void {
    const { code = 0, description = '' } = headers ?? {};
    if (code !== REQUEST_TIMEOUT && code !== NO_MESSAGES) {
      return this.#broker.fail(new ConnectionFailure(`cannot pull: ${code} ${description}`.trim()));
    }
    this.#requests.end(Number(subject.slice(this.#inbox.length + 1)));
  }
}
