import type { JobSource, ReceivedJob } from '@webhooks/domain';

import type { ProcessScope } from './process-scope.ts';
import type { World } from './world.ts';

type Handler = Parameters<JobSource['start']>[0];

/** After what time a job comes again that was not acknowledged. */
const AGAIN_MS = 200;
/** How often what was never started is published again, as the service's reconciler does. */
const RECONCILE_MS = 500;

/** The broker and the service's side of it: jobs come late, twice, again, or never. */
export class JobBoard {
  readonly #world: World;
  readonly #unstarted: () => readonly ReceivedJob[];
  readonly #handlers = new Map<ProcessScope, Map<ReceivedJob['mode'], Handler>>();
  isBad: boolean;

  constructor(world: World, isBad: boolean, unstarted: () => readonly ReceivedJob[]) {
    this.#world = world;
    this.isBad = isBad;
    this.#unstarted = unstarted;
    this.#reconcile();
  }

  publish(job: ReceivedJob): void {
    const { chance } = this.#world;
    if (this.isBad && chance.happens(0.1)) {
      this.#world.note(`the job of resend ${String(job.resendId)} is lost`);
      return;
    }
    const copies = this.isBad && chance.happens(0.1) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      this.#world.after(chance.random() * (this.isBad ? 100 : 2), () => this.#hand(job));
    }
  }

  source(scope: ProcessScope, mode: ReceivedJob['mode']): JobSource {
    return {
      start: async (handler) => {
        const handlers = this.#handlers.get(scope) ?? new Map<ReceivedJob['mode'], Handler>();
        this.#handlers.set(scope, handlers.set(mode, handler));
      },
      stop: async () => void this.#handlers.get(scope)?.delete(mode),
    };
  }

  #hand(job: ReceivedJob): void {
    const again = (): void => void this.#world.after(AGAIN_MS, () => this.#hand(job));
    for (const [scope, handlers] of this.#handlers) {
      const handler = handlers.get(job.mode);
      if (handler === undefined || !scope.isAlive || scope.isFrozen) continue;
      // What a killed process had taken is never acknowledged; the reconciler has an eye on it.
      handler(job, new AbortController().signal).catch(again);
      return;
    }
    again();
  }

  #reconcile(): void {
    for (const job of this.#unstarted()) this.publish(job);
    this.#world.after(RECONCILE_MS, () => this.#reconcile());
  }
}
