import type { Clock, ControlRequest, ControlRequestStore, Fence } from '@webhooks/domain';

import type { ResendIntake } from '../intake/resend-intake.ts';
import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { RetryScheduler } from '../retries/retry-scheduler.ts';
import type { ResendTerminator } from './resend-terminator.ts';

export interface ControlHandlerOptions {
  readonly store: Pick<ControlRequestStore, 'acknowledgeControl'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly intake: Pick<
    ResendIntake,
    'halt' | 'haltSample' | 'limit' | 'whileTerminating' | 'work'
  >;
  readonly retries: Pick<RetryScheduler, 'reload'>;
  readonly terminator: ResendTerminator;
}

const CANCELLED = { state: 'CANCELLED', reason: 'cancelled' } as const;
const EXPIRED = { state: 'FAILED', reason: 'expired' } as const;

/** Stops resends in the middle, for their owners or because their time is over, and resumes them. */
export class ControlHandler {
  readonly #options: ControlHandlerOptions;

  constructor(options: ControlHandlerOptions) {
    this.#options = options;
  }

  /**
   * Does what an owner asked for; the same request again does no harm. Resolves when nothing of the
   * resend can be done now.
   */
  follow(request: ControlRequest): Promise<void> {
    return request.control === 'RUNNING' ? this.#resume(request) : this.#stop(request);
  }

  /** Settles what is left of a resend that was not done in time. */
  async expire(resendId: number): Promise<void> {
    const { intake, terminator } = this.#options;
    await intake.whileTerminating(resendId, async () => {
      const halted = await intake.halt(resendId);
      await halted?.retired;
      await terminator.terminate(resendId, EXPIRED);
    });
  }

  /** Pauses or cancels a resend, and says when that is in force. */
  async #stop({ id, control, revision, isAcknowledged }: ControlRequest): Promise<void> {
    const { intake, terminator } = this.#options;
    const halted = await intake.halt(id);
    if (!isAcknowledged) {
      await this.#acknowledge({ id, revision }, () => halted?.inFlight.value ?? 0);
    }
    await halted?.retired;
    if (control === 'CANCELLING') await terminator.terminate(id, CANCELLED);
  }

  async #resume({ id, revision, maxRatePerSecond }: ControlRequest): Promise<void> {
    const { intake, retries, lifetime } = this.#options;
    // One that is stopped learns its rate when it is claimed again: nothing of it is woken here.
    await intake.limit(id, maxRatePerSecond);
    await this.#acknowledge({ id, revision }, () => 0);
    await intake.haltSample(id);
    await lifetime.persist('look up retries', () => retries.reload());
    await intake.work(id);
  }

  async #acknowledge(
    request: Pick<ControlRequest, 'id' | 'revision'>,
    inFlight: () => number,
  ): Promise<void> {
    const { store, fence, clock, lifetime } = this.#options;
    await lifetime.persist('acknowledge a control', () =>
      store.acknowledgeControl(fence, request, inFlight(), clock.now()),
    );
  }
}
