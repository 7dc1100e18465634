import type { JobPublisher, OutboxJob, PublishReceipt } from '@webhooks/domain';

import {
  BusUnavailableError,
  hasNoResponders,
  isStoreFailure,
  reasonOf,
  ConnectionFailure,
} from './broker-errors.ts';
import { currentIncarnation, hasMessage } from './ensure-stream.ts';
import { encodeJob } from './job-message.ts';
import type { Link } from './link.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { jobSubject, STREAM } from './topology.ts';

/** Publications that wait for their acknowledgement; more are refused at once. */
const MAX_UNACKNOWLEDGED = 1_024;

/**
 * Publishes to the work queue. A publication is known by its resend and run, so the same one sent
 * twice within two minutes is kept once. Every rejection is a BusUnavailableError.
 */
export class NatsJobPublisher implements JobPublisher {
  readonly #link: Link;
  #unacknowledged = 0;

  constructor(link: Link) {
    this.#link = link;
  }

  async publish(job: OutboxJob): Promise<PublishReceipt> {
    const broker = this.#currentBroker();
    if (this.#unacknowledged >= MAX_UNACKNOWLEDGED) {
      throw new BusUnavailableError('too many publications wait for NATS');
    }
    this.#unacknowledged += 1;
    try {
      const ack = await broker.jetStream.publish(jobSubject(job.mode), encodeJob(job), {
        msgID: `${job.resendId}-${job.run}`,
        expect: { streamName: STREAM },
      });
      return { stream: broker.incarnation, sequence: ack.seq };
    } catch (error) {
      endSessionWithoutStream(broker, error);
      throw unavailable('NATS did not take the job', error);
    } finally {
      this.#unacknowledged -= 1;
    }
  }

  async holds(receipt: PublishReceipt): Promise<boolean> {
    const broker = this.#currentBroker();
    try {
      const incarnation = await currentIncarnation(broker.manager);
      if (incarnation !== broker.incarnation)
        broker.fail(new ConnectionFailure('the stream was created anew'));
      if (incarnation !== receipt.stream) return false;
      return await hasMessage(broker.manager, receipt.sequence);
    } catch (error) {
      throw unavailable('NATS did not say what it holds', error);
    }
  }

  #currentBroker(): BrokerConnection {
    const { broker } = this.#link;
    if (broker === null) throw new BusUnavailableError('NATS is away');
    return broker;
  }
}

/** The next connection makes the stream again. */
function endSessionWithoutStream(broker: BrokerConnection, error: unknown): void {
  if (hasNoResponders(error)) broker.fail(new ConnectionFailure('the stream was deleted'));
  if (isStoreFailure(error)) {
    broker.fail(new ConnectionFailure('the stream cannot store', { streamIsBroken: true }));
  }
}

function unavailable(what: string, cause: unknown): BusUnavailableError {
  return new BusUnavailableError(`${what}: ${reasonOf(cause)}`, { cause });
}
