import type { ResendMode } from '@webhooks/domain';

import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import type { Readmission } from '../scheduling/parked-resends.ts';
import type { WorkPermits } from './work-permits.ts';

export interface ReadmissionsOptions {
  readonly scheduler: EndpointScheduler;
  readonly permits: Pick<WorkPermits, 'isWaiting'>;
  /** Works on a resend that left memory; resolves when nothing of it can be done now. */
  readonly work: (resendId: number) => Promise<void>;
}

/** A readmission for one endpoint. */
interface EndpointReadmission {
  readonly queue: EndpointQueue;
  readonly mode: ResendMode;
  readonly readmission: Readmission;
}

/** Brings resends back into memory that left it because an endpoint did not admit them. */
export class Readmissions {
  readonly #options: ReadmissionsOptions;
  /** By resends that were readmitted and wait for a permit. */
  readonly #waiting = new Map<number, readonly EndpointReadmission[]>();

  constructor(options: ReadmissionsOptions) {
    this.#options = options;
  }

  /** There may be room for resends that wait for an endpoint. */
  readmit(queue: EndpointQueue): void {
    this.#readmit(queue, 'interactive');
    this.#readmit(queue, 'bulk');
  }

  /** A resend had the permit that it waited for. */
  permitted(resendId: number): void {
    const readmissions = this.#waiting.get(resendId) ?? [];
    this.#waiting.delete(resendId);
    for (const readmission of readmissions) this.#end(readmission);
  }

  #readmit(queue: EndpointQueue, mode: ResendMode): void {
    const { scheduler, work } = this.#options;
    while (scheduler.isOpen(queue.endpointId)) {
      const readmission = queue.readmit(mode);
      if (readmission === null) return;
      // It rejects only when the engine ends.
      work(readmission.resendId).then(
        () => this.#end({ queue, mode, readmission }),
        () => undefined,
      );
    }
  }

  /**
   * One that waits for its permit keeps its turn here until it had it. Otherwise one with a permit and
   * no turn and one with a turn and no permit could wait for each other.
   */
  #end(ended: EndpointReadmission): void {
    const { queue, mode, readmission } = ended;
    const { resendId } = readmission;
    if (this.#options.permits.isWaiting(resendId)) {
      const readmissions = this.#waiting.get(resendId) ?? [];
      this.#waiting.set(resendId, [...readmissions, ended]);
      return;
    }
    queue.endReadmission(mode, readmission);
    this.readmit(queue);
  }
}
