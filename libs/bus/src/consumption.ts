import type { ReceivedJob } from '@webhooks/domain';
import { within } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { checkConsumer, ensureConsumer } from './ensure-consumer.ts';
import { decodeJob } from './job-message.ts';
import type { Link } from './link.ts';
import { Pull, type Delivered } from './pull.ts';
import { toFailure, type BrokerConnection } from './broker-connection.ts';
import { consumerName, type JobSourceOptions } from './topology.ts';

/** Works on a job; see JobSource. */
export type JobHandler = (job: ReceivedJob, signal: AbortSignal) => Promise<void>;

/** Signs of life per waiting time of the broker, so that some may be lost. */
export const SIGNS_PER_ACK_WAIT = 4;
/** Keeps a handler that always fails from turning at full speed. Not a schedule of retries. */
const REJECTED_DELAY_MS = 1_000;

/** What the broker hears about a message. */
const ACKNOWLEDGED = '+ACK';
const WORKING = '+WPI';
const NEVER_AGAIN = '+TERM';
const AGAIN_AT_ONCE = '-NAK';
const AGAIN_LATER = `-NAK {"delay": ${REJECTED_DELAY_MS * 1_000_000}}`;

/** A job in work. A redelivery of it replaces the message, so that the newest is answered. */
interface JobInHand {
  message: Delivered;
  done: Promise<void>;
}

/** Everything between the start of a source and its stop, across connections. */
export class Consumption {
  readonly #link: Link;
  readonly #options: Required<JobSourceOptions>;
  readonly #handler: JobHandler;
  readonly #logger: Logger;
  readonly #inHand = new Map<string, JobInHand>();
  readonly #stopping = new AbortController();
  readonly #endConnections: () => void;
  readonly #progressSignals: NodeJS.Timeout;
  #pull: Pull | null = null;

  constructor(
    link: Link,
    options: Required<JobSourceOptions>,
    handler: JobHandler,
    logger: Logger,
  ) {
    this.#link = link;
    this.#options = options;
    this.#handler = handler;
    this.#logger = logger.child({ consumer: consumerName(options.mode) });
    this.#progressSignals = setInterval(
      () => this.#answerAll(WORKING),
      options.ackWaitMs / SIGNS_PER_ACK_WAIT,
    );
    this.#endConnections = link.onConnection((broker) => void this.#consume(broker));
  }

  /** Aborts the handlers' signal, waits for them, and gives the rest back to the broker. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    this.#endConnections();
    const finished = this.#finish().catch(() => undefined);
    await within(timeoutMs, finished, () => undefined);
    clearInterval(this.#progressSignals);
    this.#answerAll(AGAIN_AT_ONCE);
    this.#inHand.clear();
  }

  async #finish(): Promise<void> {
    await this.#pull?.stop();
    await Promise.all([...this.#inHand.values()].map(({ done }) => done));
  }

  async #consume(broker: BrokerConnection): Promise<void> {
    const { mode, maxInFlight } = this.#options;
    try {
      await ensureConsumer(broker.manager, this.#options);
      if (this.#stopping.signal.aborted || broker.signal.aborted) return;
      const endCheck = broker.addCheck(() => checkConsumer(broker.manager, this.#options));
      this.#stopping.signal.addEventListener('abort', endCheck);
      this.#pull = new Pull(broker, {
        consumer: consumerName(mode),
        capacity: () => maxInFlight - this.#inHand.size,
        receive: (message) => this.#receive(message),
      });
    } catch (error) {
      broker.fail(toFailure(error));
    }
  }

  #receive(message: Delivered): void {
    const job = decodeJob(message.data, this.#options.mode);
    if (job === null) {
      this.#logger.error({ bytes: message.data.length }, 'Dropped a message that is no job');
      return this.#answer(message, NEVER_AGAIN);
    }
    if (this.#stopping.signal.aborted) return this.#answer(message, AGAIN_AT_ONCE);
    const key = `${job.resendId}-${job.run}`;
    const known = this.#inHand.get(key);
    if (known !== undefined) {
      known.message = message;
      return;
    }
    const inHand: JobInHand = { message, done: Promise.resolve() };
    this.#inHand.set(key, inHand);
    inHand.done = this.#work(key, inHand, job);
  }

  async #work(key: string, inHand: JobInHand, job: ReceivedJob): Promise<void> {
    let answer = ACKNOWLEDGED;
    try {
      await this.#handler(job, this.#stopping.signal);
    } catch (error) {
      const stopping = this.#stopping.signal.aborted;
      answer = stopping ? AGAIN_AT_ONCE : AGAIN_LATER;
      const level = stopping ? 'info' : 'error';
      this.#logger[level]({ err: error, resendId: job.resendId }, 'A job comes again');
    }
    // What was in hand at the end of a stop has been given back already.
    if (!this.#inHand.delete(key)) return;
    this.#answer(inHand.message, answer);
    this.#pull?.more();
  }

  #answerAll(answer: string): void {
    for (const { message } of this.#inHand.values()) this.#answer(message, answer);
  }

  /** An answer to another incarnation of the stream would hit whatever has the same number there. */
  #answer({ reply, incarnation }: Delivered, answer: string): void {
    const { broker } = this.#link;
    if (broker?.incarnation === incarnation) broker.send(reply, answer);
  }
}
