import type { JobPublisher, OutboxJob, PublishReceipt } from '@webhooks/domain';

import {
  BusUnavailableError,
  hasNoResponders,
  isStoreFailure,
  reasonOf,
  SessionFailure,
} from './broker-errors.ts';
import { currentLife, hasMessage } from './ensure-stream.ts';
import { encodeJob } from './job-message.ts';
import type { Link } from './link.ts';
import type { Session } from './broker-connection.ts';
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
    const session = this.#currentSession();
    if (this.#unacknowledged >= MAX_UNACKNOWLEDGED) {
      throw new BusUnavailableError('too many publications wait for NATS');
    }
    this.#unacknowledged += 1;
    try {
      const ack = await session.jetStream.publish(jobSubject(job.mode), encodeJob(job), {
        msgID: `${job.resendId}-${job.run}`,
        expect: { streamName: STREAM },
      });
      return { stream: session.life, sequence: ack.seq };
    } catch (error) {
      endSessionWithoutStream(session, error);
      throw unavailable('NATS did not take the job', error);
    } finally {
      this.#unacknowledged -= 1;
    }
  }

  async holds(receipt: PublishReceipt): Promise<boolean> {
    const session = this.#currentSession();
    try {
      const life = await currentLife(session.manager);
      if (life !== session.life) session.fail(new SessionFailure('the stream was created anew'));
      if (life !== receipt.stream) return false;
      return await hasMessage(session.manager, receipt.sequence);
    } catch (error) {
      throw unavailable('NATS did not say what it holds', error);
    }
  }

  #currentSession(): Session {
    const { session } = this.#link;
    if (session === null) throw new BusUnavailableError('NATS is away');
    return session;
  }
}

/** The next session makes the stream again. */
function endSessionWithoutStream(session: Session, error: unknown): void {
  if (hasNoResponders(error)) session.fail(new SessionFailure('the stream was deleted'));
  if (isStoreFailure(error)) {
    session.fail(new SessionFailure('the stream cannot store', { streamIsBroken: true }));
  }
}

function unavailable(what: string, cause: unknown): BusUnavailableError {
  return new BusUnavailableError(`${what}: ${reasonOf(cause)}`, { cause });
}
