import { createInbox, nanos, type Msg, type Subscription } from 'nats';

import { ConnectionFailure } from './broker-errors.ts';
import type { BrokerConnection } from './broker-connection.ts';
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

const REQUEST_EXPIRES_MS = 2_000;
/** The server ends every request in time; if it says nothing for so long, it lost the request. */
const REQUEST_LIMIT_MS = 4_000;
const MAX_BATCH = 64;

const REQUEST_TIMEOUT = 408;
const NO_MESSAGES = 404;

/**
 * Pulls messages of one consumer for the length of a connection, with one request at a time for as
 * many as can be taken. Whatever the server answers but messages and time-outs ends the connection.
 */
export class Pull {
  readonly #broker: BrokerConnection;
  readonly #options: PullOptions;
  readonly #inbox = createInbox();
  readonly #subscription: Subscription;
  /** Messages that the request in progress can still bring; 0 when there is none. */
  #requested = 0;
  #requestNumber = 0;
  #stopped = false;
  #limit: NodeJS.Timeout | undefined;

  constructor(broker: BrokerConnection, options: PullOptions) {
    this.#broker = broker;
    this.#options = options;
    this.#subscription = broker.connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => this.#onMessage(error, message),
    });
    broker.signal.addEventListener('abort', () => this.#end());
    this.more();
  }

  /** Asks for messages if there is room for some and no request is in progress. */
  more(): void {
    const batch = Math.min(this.#options.capacity(), MAX_BATCH);
    if (this.#stopped || this.#requested > 0 || batch <= 0) return;
    this.#requested = batch;
    this.#requestNumber += 1;
    this.#broker.send(
      `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${this.#options.consumer}`,
      JSON.stringify({ batch, expires: nanos(REQUEST_EXPIRES_MS) }),
      `${this.#inbox}.${this.#requestNumber}`,
    );
    clearTimeout(this.#limit);
    this.#limit = setTimeout(
      () => this.#broker.fail(new ConnectionFailure('the consumer does not answer')),
      REQUEST_LIMIT_MS,
    );
  }

  /** Asks for nothing more; resolves when what was on its way has been received. */
  async stop(): Promise<void> {
    this.#end();
    if (!this.#subscription.isClosed()) await this.#subscription.drain();
  }

  #end(): void {
    this.#stopped = true;
    clearTimeout(this.#limit);
  }

  #onMessage(error: Error | null, message: Msg): void {
    if (error !== null) return this.#broker.fail(new ConnectionFailure(error.message));
    if (message.subject.startsWith(this.#inbox)) return this.#onStatus(message);
    this.#requested = Math.max(0, this.#requested - 1);
    const { data, reply = '' } = message;
    this.#options.receive({ data, reply, incarnation: this.#broker.incarnation });
    this.more();
  }

  #onStatus({ subject, headers }: Msg): void {
    // A late word about an earlier request says nothing about this one.
    if (subject !== `${this.#inbox}.${this.#requestNumber}`) return;
    const { code = 0, description = '' } = headers ?? {};
    if (code !== REQUEST_TIMEOUT && code !== NO_MESSAGES) {
      return this.#broker.fail(new ConnectionFailure(`cannot pull: ${code} ${description}`.trim()));
    }
    this.#requested = 0;
    this.more();
  }
}
