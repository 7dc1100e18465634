import type { Clock, ControlRequest, DispatchStore, Fence } from '@webhooks/domain';

import type { ActiveResend } from '../memory/active-resend.ts';
import type { ActiveResends } from '../intake/active-resends.ts';
import type { ResendTerminator } from './resend-terminator.ts';
import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';

export interface ControlHandlerOptions {
  readonly store: Pick<DispatchStore, 'acknowledgeControl'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly resends: ActiveResends;
  readonly scheduler: EndpointScheduler;
  readonly terminator: ResendTerminator;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Drops what a queue has in memory for a resend; it waits in the database. */
  readonly unload: (queue: EndpointQueue, resend: ActiveResend) => void;
}

/** Stops resends in the middle: for their owners, or because their time is over. */
export class ControlHandler {
  readonly #options: ControlHandlerOptions;

  constructor(options: ControlHandlerOptions) {
    this.#options = options;
  }

  /** Pauses or cancels a resend, and says when that is in force. Again and again is fine. */
  async control({ id, control, revision, isAcknowledged }: ControlRequest): Promise<void> {
    const { store, fence, clock, terminator, persist } = this.#options;
    const halted = await this.#halt(id);
    if (!isAcknowledged) {
      await persist('acknowledge a control', () =>
        store.acknowledgeControl(fence, { id, revision }, halted?.inFlight ?? 0, clock.now()),
      );
    }
    await halted?.idle;
    if (control === 'CANCELLING') await terminator.terminate(id, CANCELLED);
  }

  /** Settles what is left of a resend that was not done in time. */
  async expire(resendId: number): Promise<void> {
    const { resends, terminator } = this.#options;
    await resends.whileTerminating(resendId, async () => {
      const halted = await this.#halt(resendId);
      await halted?.idle;
      await terminator.terminate(resendId, EXPIRED);
    });
  }

  /** Starts nothing more of a resend. Null when it is not in memory. */
  async #halt(resendId: number): Promise<ActiveResend | null> {
    const { resends, scheduler, unload } = this.#options;
    const resend = await resends.find(resendId);
    if (resend === null) return null;
    resend.isHalted = true;
    for (const endpointId of resend.buffers.keys()) {
      const queue = scheduler.get(endpointId);
      if (queue !== undefined) unload(queue, resend);
    }
    return resend;
  }
}

const CANCELLED = { state: 'CANCELLED', reason: 'cancelled' } as const;
const EXPIRED = { state: 'FAILED', reason: 'expired' } as const;
