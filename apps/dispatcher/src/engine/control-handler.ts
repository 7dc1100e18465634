import type { Clock, ControlRequest, DispatchStore, Fence } from '@webhooks/domain';

import type { ActiveResend } from './active-resend.ts';
import type { ActiveResends } from './active-resends.ts';
import type { Closer } from './resend-terminator.ts';
import type { Lane } from './endpoint-queue.ts';
import type { Lanes } from './endpoint-scheduler.ts';

export interface InterventionsOptions {
  readonly store: Pick<DispatchStore, 'acknowledgeControl'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly resends: ActiveResends;
  readonly lanes: Lanes;
  readonly closer: Closer;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Drops what a lane has in memory for a resend; it waits in the database. */
  readonly unload: (lane: Lane, resend: ActiveResend) => void;
}

/** Stops resends in the middle: for their owners, or because their time is over. */
export class Interventions {
  readonly #options: InterventionsOptions;

  constructor(options: InterventionsOptions) {
    this.#options = options;
  }

  /** Pauses or cancels a resend, and says when that is in force. Again and again is fine. */
  async control({ id, control, revision, isAcknowledged }: ControlRequest): Promise<void> {
    const { store, fence, clock, closer, persist } = this.#options;
    const halted = await this.#halt(id);
    if (!isAcknowledged) {
      await persist('acknowledge a control', () =>
        store.acknowledgeControl(fence, { id, revision }, halted?.inFlight ?? 0, clock.now()),
      );
    }
    await halted?.idle;
    if (control === 'CANCELLING') await closer.close(id, CANCELLED);
  }

  /** Settles what is left of a resend that was not done in time. */
  async expire(resendId: number): Promise<void> {
    const { resends, closer } = this.#options;
    await resends.whileClosing(resendId, async () => {
      const halted = await this.#halt(resendId);
      await halted?.idle;
      await closer.close(resendId, EXPIRED);
    });
  }

  /** Starts nothing more of a resend. Null when it is not in memory. */
  async #halt(resendId: number): Promise<ActiveResend | null> {
    const { resends, lanes, unload } = this.#options;
    const resend = await resends.find(resendId);
    if (resend === null) return null;
    resend.isHalted = true;
    for (const endpointId of resend.queues.keys()) {
      const lane = lanes.get(endpointId);
      if (lane !== undefined) unload(lane, resend);
    }
    return resend;
  }
}

const CANCELLED = { state: 'CANCELLED', reason: 'cancelled' } as const;
const EXPIRED = { state: 'FAILED', reason: 'expired' } as const;
