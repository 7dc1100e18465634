import type { DeliveryLoader } from '@webhooks/domain';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { ResendBuffer } from '../memory/resend-buffer.ts';
import type { DispatchLoop } from '../scheduling/dispatch-loop.ts';
import type { ResendIntake } from './resend-intake.ts';

/** Successors of one ordering key loaded at once. */
const PAGE = { rows: 64, bytes: 1024 * 1024 };

export interface SuccessorLoaderOptions {
  readonly store: Pick<DeliveryLoader, 'loadSuccessors'>;
  readonly lifetime: Lifetime;
  readonly intake: Pick<ResendIntake, 'load'>;
  readonly loop: Pick<DispatchLoop, 'makeReady'>;
}

/** Loads the deliveries that waited in the database for the head of their ordering key. */
export class SuccessorLoader {
  readonly #options: SuccessorLoaderOptions;

  constructor(options: SuccessorLoaderOptions) {
    this.#options = options;
  }

  /** The earliest delivery of an ordering key is settled: the next one that waited for it is due. */
  release(buffer: ResendBuffer, objectReferenceId: number): void {
    const { intake, loop } = this.#options;
    if (buffer.isUnloaded) {
      // What waits is loaded as if never seen when the buffer is filled again.
      buffer.blockedKeys.forget(objectReferenceId);
      return;
    }
    const next = buffer.blockedKeys.next(objectReferenceId);
    if (next.kind === 'successor') {
      buffer.addSuccessor(next.delivery);
      loop.makeReady(buffer.endpointId);
    } else if (next.kind === 'load') {
      const { afterPosition, throughPosition } = next;
      intake.load(buffer.resend, () =>
        this.#load(buffer, objectReferenceId, afterPosition, throughPosition),
      );
    }
  }

  async #load(
    buffer: ResendBuffer,
    objectReferenceId: number,
    afterPosition: number,
    throughPosition: number,
  ): Promise<void> {
    const { store, lifetime } = this.#options;
    const { endpointId, resend, epoch } = buffer;
    const successors = await lifetime.persist('load successors', () =>
      store.loadSuccessors(
        resend.work.id,
        endpointId,
        objectReferenceId,
        afterPosition,
        throughPosition,
        PAGE,
      ),
    );
    if (buffer.epoch !== epoch) {
      buffer.blockedKeys.forget(objectReferenceId);
      return;
    }
    buffer.blockedKeys.addSuccessors(objectReferenceId, successors);
    this.release(buffer, objectReferenceId);
  }
}
