import type { DispatchStore, Fence, LeaseStore, PageLimit } from '@webhooks/domain';
import type { Sender } from '@webhooks/delivery';
import type { Loop } from '@webhooks/runtime';
import { noTracer, type Logger } from '@webhooks/telemetry';

import { Engine } from '../../src/engine/engine.ts';
import { Leadership, type LeaderTerm } from '../../src/leadership.ts';
import { startTerm } from '../../src/term.ts';
import type { JobBoard } from './job-board.ts';
import { ProcessScope } from './process-scope.ts';
import type { Term } from './receiver.ts';
import type { Scenario } from './scenario.ts';
import { StoreLine, type StorePolicy } from './store-line.ts';
import type { World } from './world.ts';

/** As short as everything else in a simulated world. */
export const LEASE_TTL_MS = 500;
const DRAIN_MS = 100;

export interface DispatcherProcessOptions {
  readonly world: World;
  readonly scenario: Scenario;
  readonly storePolicy: () => StorePolicy;
  readonly board: JobBoard;
  readonly stores: { readonly dispatch: DispatchStore; readonly lease: LeaseStore };
  readonly sender: (term: Term) => Sender;
}

/** A dispatcher as its app builds it, but for what a simulated world has of its own. */
export class DispatcherProcess {
  readonly scope: ProcessScope;
  readonly #options: DispatcherProcessOptions;
  readonly #leadership: Leadership;
  readonly #engines: Engine[] = [];

  constructor(name: string, options: DispatcherProcessOptions) {
    const { world, storePolicy, stores } = options;
    this.#options = options;
    this.scope = new ProcessScope(name, world);
    const line = new StoreLine(world, this.scope, storePolicy);
    const store = line.wrap(withSmallPages(stores.dispatch, options.scenario.pageRows));
    this.#leadership = new Leadership({
      lease: line.wrap(stores.lease),
      holder: name,
      ttlMs: LEASE_TTL_MS,
      now: () => world.clock.now(),
      monotonic: () => world.passedMs,
      timers: this.scope.timers,
      logger: this.#logger(),
      lead: (fence, holdsLease) => this.#lead(store, fence, holdsLease),
    });
    this.#leadership.start();
  }

  get isLeading(): boolean {
    return this.scope.isAlive && this.#leadership.isLeading;
  }

  /** What its engines had taken and not recorded when they ended: what may be sent again. */
  get unrecorded(): number {
    return this.#engines.reduce((sum, { inFlight }) => sum + inFlight, 0);
  }

  /** SIGTERM: resolves when nothing of it is left to be waited for. */
  async stop(): Promise<void> {
    await this.#leadership[Symbol.asyncDispose]();
    this.#options.world.note(`${this.scope.name} has stopped`);
  }

  #lead(store: DispatchStore, fence: Fence, holdsLease: () => boolean): Promise<LeaderTerm> {
    const { world, scenario, board, sender } = this.#options;
    world.note(`${this.scope.name} leads with fence ${String(fence.number)}`);
    const failing = new Set<string>();
    const engine = new Engine({
      store: telling(store, failing),
      fence,
      sender: sender({ scope: this.scope, failing }),
      policy: scenario.retry,
      queues: scenario,
      outages: { recoverAfterMs: 600_000, tellAfterMs: 60_000 },
      clock: world.clock,
      timers: this.scope.timers,
      random: world.chance.random,
      logger: this.#logger(),
      tracer: noTracer,
      limits: scenario,
      holdsLease,
      yieldToLoop: () => new Promise((resolve) => void this.scope.after(0, resolve)),
    });
    this.#engines.push(engine);
    return startTerm({
      engine,
      sources: (['interactive', 'bulk'] as const).map((mode) => board.source(this.scope, mode)),
      store,
      notifications: { start: () => {}, stop: async () => {} },
      testEvents: { start: () => {}, stop: async () => {} },
      startRetention: () => idleLoop,
      // The simulated broker is never away for good.
      startPendingPoll: () => idleLoop,
      logger: this.#logger(),
      tracer: noTracer,
      drainMs: DRAIN_MS,
    });
  }

  /** An engine that ends for anything but its fence or a stop has a defect. */
  #logger(): Logger {
    const { world } = this.#options;
    const ignore = (): void => {};
    const error = (fields: { readonly err?: unknown }, message: string): void => {
      if (message === 'the engine ends') {
        const { err } = fields;
        world.violate(`${this.scope.name}: ${err instanceof Error ? String(err.stack) : '?'}`);
      }
    };
    const logger = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error };
    return { ...logger, fatal: error, child: () => this.#logger() } as unknown as Logger;
  }
}

const idleLoop: Loop = {
  wake: () => {},
  stop: async () => {},
  [Symbol.asyncDispose]: async () => {},
};

/** Says which endpoints an engine has to take for failing. */
function telling(store: DispatchStore, failing: Set<string>): DispatchStore {
  const restoreBreakers: DispatchStore['restoreBreakers'] = async (fence, limit) => {
    const endpointIds = await store.restoreBreakers(fence, limit);
    for (const endpointId of endpointIds) failing.add(endpointId);
    return endpointIds;
  };
  return { ...store, restoreBreakers };
}

/** Pages as small as the port allows, so that small worlds have many of them. */
function withSmallPages(store: DispatchStore, pageRows: number): DispatchStore {
  const small = (limit: PageLimit): PageLimit => ({
    ...limit,
    rows: Math.min(limit.rows, pageRows),
  });
  return {
    ...store,
    claim: (fence, ids, limit, nowMs) => store.claim(fence, ids, small(limit), nowMs),
    planPage: (fence, step, nowMs) =>
      store.planPage(fence, { ...step, limit: small(step.limit) }, nowMs),
    loadPending: (id, endpointId, after, limit, isSample) =>
      store.loadPending(id, endpointId, after, small(limit), isSample),
    loadSuccessors: (id, endpointId, object, after, through, limit) =>
      store.loadSuccessors(id, endpointId, object, after, through, small(limit)),
    settleUnsent: (fence, id, disposition, limit, nowMs) =>
      store.settleUnsent(fence, id, disposition, Math.min(limit, pageRows), nowMs),
  };
}
