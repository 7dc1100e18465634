import type { DispatchStore } from '@webhooks/domain';

import type { ActiveResend } from '../memory/active-resend.ts';
import type { ResendBuffer } from '../memory/resend-buffer.ts';

/** Successors of one ordering key loaded at once. */
const PAGE = { rows: 64, bytes: 1024 * 1024 };

export interface SuccessorLoaderOptions {
  readonly store: Pick<DispatchStore, 'loadSuccessors'>;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Does something that may add deliveries to a resend; it is not idle meanwhile. */
  readonly load: (resend: ActiveResend, load: () => Promise<void>) => void;
  /** The buffer got a delivery. */
  readonly onLoaded: (buffer: ResendBuffer) => void;
}

/** Loads the deliveries that waited in the database for the head of their ordering key. */
export class SuccessorLoader {
  readonly #options: SuccessorLoaderOptions;

  constructor(options: SuccessorLoaderOptions) {
    this.#options = options;
  }

  /** The earliest delivery of an ordering key is settled: the next one that waited for it is due. */
  release(buffer: ResendBuffer, objectReferenceId: number): void {
    if (buffer.isUnloaded) {
      // What waits is loaded as if never seen when the buffer is filled again.
      buffer.blockedKeys.forget(objectReferenceId);
      return;
    }
    const next = buffer.blockedKeys.next(objectReferenceId);
    if (next.kind === 'successor') {
      buffer.addSuccessor(next.delivery);
      this.#options.onLoaded(buffer);
    } else if (next.kind === 'load') {
      const { afterPosition, throughPosition } = next;
      this.#options.load(buffer.resend, () =>
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
    const { store, persist } = this.#options;
    const { endpointId, resend, epoch } = buffer;
    const successors = await persist('load successors', () =>
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
