import { setTimeout as delay } from 'node:timers/promises';

import { seededRandom, type TempDir } from '@webhooks/testing';
import { startSystem, userToken, type System } from '@webhooks/proof-kit';

import { Arrivals } from '../crash/arrivals.ts';
import { audit, countDoubles } from '../crash/audit.ts';
import { Catalog } from '../crash/catalog.ts';
import { Load } from '../crash/load.ts';
import { settledEvidence } from '../crash/settled-evidence.ts';
import type { FaultyWorld, ProcessFault } from './faulty-world.ts';

const ENDPOINT_MAX_IN_FLIGHT = 6;
const MAX_ATTEMPTS = 4;
const DAY_MS = 86_400_000;

const settings = {
  LEASE_TTL_MS: '1000',
  ENDPOINT_MAX_IN_FLIGHT: `${ENDPOINT_MAX_IN_FLIGHT}`,
  RETRY_SCHEDULE: '0,0.1,0.2,0.3',
  RECONCILE_INTERVAL_MS: '500',
  RECONCILE_MIN_AGE_MS: '500',
  MAX_ACTIVE_BULK_PER_USER: '0',
  MAX_ACTIVE_BULK_PER_ACCOUNT: '0',
  LOG_LEVEL: 'warn',
} as const;

/** One fault after the other on one system, each under load and with its audit. */
export class Suffering implements AsyncDisposable {
  readonly violations: string[] = [];
  readonly figures = { resends: 0, attempts: 0, doubles: 0 };
  readonly #world: FaultyWorld;
  readonly #catalog: Catalog;
  readonly #stack: AsyncDisposableStack;
  #lastId = 0;

  private constructor(world: FaultyWorld, catalog: Catalog, stack: AsyncDisposableStack) {
    this.#world = world;
    this.#catalog = catalog;
    this.#stack = stack;
  }

  /** The system keeps its data in a directory that is given, which ends with it. */
  static async start(seed: number, dataDir?: TempDir): Promise<Suffering> {
    await using stack = new AsyncDisposableStack();
    const random = seededRandom(seed);
    const catalog = new Catalog(random);
    const arrivals = stack.use(await Arrivals.start(catalog));
    const system = stack.use(await startSystem(settings, undefined, dataDir));
    await system.importRecords(catalog.records(arrivals.url));
    // Valid by every clock that is shown to the apps.
    const token = userToken(246, { iat: seconds(-DAY_MS), exp: seconds(DAY_MS) });
    const load = stack.use(new Load(system.api.withToken(token), catalog, random));
    return new Suffering({ system, arrivals, load, random }, catalog, stack.move());
  }

  /** Answers what did not hold. */
  async suffer(
    fault: Pick<ProcessFault, 'name' | 'mayDouble' | 'suffer'>,
    prefix: string,
  ): Promise<readonly string[]> {
    const { system, arrivals, load } = this.#world;
    const firstRequest = load.requests;
    load.start(prefix);
    const found = await fault.suffer(this.#world);
    await assertAlive(system, fault.name);
    await load.stop();
    const { answered, violations } = load.take(firstRequest);
    const inFlight = this.#catalog.endpoints.length * ENDPOINT_MAX_IN_FLIGHT;
    const evidence = await settledEvidence(system, answered, arrivals, {
      firstId: this.#lastId + 1,
      maxAttempts: MAX_ATTEMPTS,
      maxInFlight: fault.mayDouble === true ? inFlight : 0,
    });
    found.push(...violations, ...audit(evidence));
    this.violations.push(...found.map((violation) => `${fault.name}: ${violation}`));
    this.#lastId = Math.max(this.#lastId, ...answered.map(({ id }) => id));
    this.figures.resends += answered.length;
    this.figures.attempts += evidence.attempts.length;
    this.figures.doubles += countDoubles(evidence.arrivals);
    return found;
  }

  get refusals(): number {
    return this.#world.load.refusals;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** @throws when an app has ended that nobody stopped: without it nothing else can be said. */
async function assertAlive(system: System, fault: string): Promise<void> {
  for (const name of ['resend-service', 'dispatcher', 'rest-facade'] as const) {
    const app = system.app(name);
    const end = await Promise.race([app.exited, delay(0)]);
    if (end === undefined) continue;
    throw new Error(`${name} ended after ${fault}:\n${app.lines.slice(-5).join('\n')}`);
  }
}

/** Of a token: seconds of the epoch, so far from now. */
function seconds(fromNowMs: number): number {
  return Math.floor((Date.now() + fromNowMs) / 1000);
}
