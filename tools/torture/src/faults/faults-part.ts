import { setTimeout as delay } from 'node:timers/promises';

import { seededRandom } from '@webhooks/testing';
import { startSystem, userToken, type System } from '@webhooks/testing/system';
import type { Note } from '@webhooks/tool-bench';

import { canAttach, canTrace } from '../can-trace.ts';
import { Arrivals } from '../crash/arrivals.ts';
import { audit, countDoubles } from '../crash/audit.ts';
import { Catalog } from '../crash/catalog.ts';
import { Load } from '../crash/load.ts';
import { settledEvidence } from '../crash/settled-evidence.ts';
import type { Part, PartOptions, PartResult } from '../part.ts';
import { canFakeClock } from './false-clock.ts';
import { processFaults, type FaultyWorld, type ProcessFault } from './faults.ts';

const ROUNDS = { short: 1, long: 6 } as const;
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

/** Whether the disk may fail, and processes be stopped, frozen or starved. */
export const faultsPart: Part = {
  name: 'faults',
  about:
    'failing disk calls, a read-only disk, SIGTERM, a frozen dispatcher, few descriptors, clock jumps',
  shortLimitMs: 300_000,
  run,
};

async function run({ form, seed, count }: PartOptions, note: Note): Promise<PartResult> {
  const random = seededRandom(seed);
  const catalog = new Catalog(random);
  await using arrivals = await Arrivals.start(catalog);
  await using system = await startSystem(settings);
  await system.importRecords(catalog.records(arrivals.url));
  // Valid by every clock that is shown to the apps.
  const token = userToken(246, { iat: seconds(-DAY_MS), exp: seconds(DAY_MS) });
  using load = new Load(system.api.withToken(token), catalog, random);
  const rounds = count ?? ROUNDS[form];
  const has = { strace: canTrace(), attaching: canAttach(), libfaketime: canFakeClock };
  const faults = processFaults.filter(
    (fault) =>
      (fault.needs === undefined || has[fault.needs]) && (form === 'long' || isDrawn(fault, seed)),
  );
  const suffering = new Suffering({ system, arrivals, load, random }, catalog);
  for (let round = 0; round < rounds; round += 1) {
    for (const fault of faults) {
      const violations = await suffering.suffer(fault, `${round}-${fault.name}`);
      note(`${fault.name}: ${violations} do not hold`);
    }
  }
  const { violations, figures } = suffering;
  return {
    settings: {
      rounds,
      faults: faults.length,
      systemCalls: has.strace ? 'yes' : 'no strace',
      readOnly: has.attaching ? 'yes' : 'strace may not attach',
      clockJumps: has.libfaketime ? 'yes' : 'no libfaketime',
    },
    figures: { ...figures, refusals: load.refusals },
    violations,
    verdict: `${rounds * faults.length} faults, ${figures.resends} resends, ${figures.doubles} doubles; ${violations.length} things do not hold`,
  };
}

/** One fault after the other on one system, each with its audit. */
class Suffering {
  readonly violations: string[] = [];
  readonly figures = { resends: 0, attempts: 0, doubles: 0 };
  readonly #world: FaultyWorld;
  readonly #catalog: Catalog;
  #lastId = 0;

  constructor(world: FaultyWorld, catalog: Catalog) {
    this.#world = world;
    this.#catalog = catalog;
  }

  /** Answers how many things did not hold. */
  async suffer(fault: ProcessFault, prefix: string): Promise<number> {
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
    return found.length;
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

/** Faults of one kind, of which the short form has one. */
const KINDS = [/^(disk-full|fsync-fails)-/, /^few-descriptors-/] as const;

function isDrawn({ name }: ProcessFault, seed: number): boolean {
  const kind = KINDS.find((pattern) => pattern.test(name));
  if (kind === undefined) return true;
  const alike = processFaults.filter((fault) => kind.test(fault.name));
  return alike[seed % alike.length]?.name === name;
}

/** Of a token: seconds of the epoch, so far from now. */
function seconds(fromNowMs: number): number {
  return Math.floor((Date.now() + fromNowMs) / 1000);
}
