import { setTimeout as delay } from 'node:timers/promises';

import { createTempDir, seededRandom } from '@webhooks/testing';
import { startSystem, type AppName, type System } from '@webhooks/proof-kit';
import type { Note } from '@webhooks/proof-bench';

import { canTrace } from '../part/can-trace.ts';
import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { Arrivals } from './arrivals.ts';
import { audit, countDoubles } from './audit.ts';
import { Catalog } from './catalog.ts';
import { fillCompileCache } from './compile-cache.ts';
import { deathsOf, pointsOfResends } from './deaths.ts';
import type { Evidence } from './evidence.ts';
import { Load } from './load.ts';
import { Reaper } from './reaper.ts';
import { settledEvidence } from './settled-evidence.ts';

const KILLS = { short: 60, long: 1_000 } as const;
const KILLS_PER_ROUND = 20;
/** Of the kills of a round: what the others leave is the dispatcher's. */
const SHARES = { 'resend-service': 0.4, 'rest-facade': 0.1, 'nats-server': 0.05 } as const;
const ENDPOINT_MAX_IN_FLIGHT = 6;
const MAX_ATTEMPTS = 4;
const REPETITIONS = 10;
/** How long the broker is there, and then away. */
const BROKER_MS = 1_500;

const settings = {
  LEASE_TTL_MS: '500',
  ENDPOINT_MAX_IN_FLIGHT: `${ENDPOINT_MAX_IN_FLIGHT}`,
  RETRY_SCHEDULE: '0,0.1,0.2,0.3',
  RECONCILE_INTERVAL_MS: '300',
  RECONCILE_MIN_AGE_MS: '300',
  MAX_ACTIVE_BULK_PER_USER: '0',
  MAX_ACTIVE_BULK_PER_ACCOUNT: '0',
  LOG_LEVEL: 'fatal',
} as const;

/** Whether anything is lost, half done, doubled or mixed up when processes are killed. */
export const crashPart: Part = {
  name: 'crash',
  about:
    'apps killed with -9 at named points, random moments and system calls, under load, audited',
  inTests: 'each commit',
  shortLimitMs: 300_000,
  run,
};

async function run({ form, seed, count }: PartOptions, note: Note): Promise<PartResult> {
  const kills = count ?? KILLS[form];
  const random = seededRandom(seed);
  const catalog = new Catalog(random);
  await using arrivals = await Arrivals.start(catalog);
  using cache = createTempDir();
  await using system = await startSystem({
    ...settings,
    ...(await fillCompileCache(cache.path)),
  });
  await system.importRecords(catalog.records(arrivals.url));
  using torture = new CrashTorture(system, catalog, arrivals, random);
  for (let done = 0; done < kills; done += KILLS_PER_ROUND) {
    await torture.round(Math.min(KILLS_PER_ROUND, kills - done));
    note(torture.progress);
    if (torture.violations.length > 0) break;
  }
  return torture.result(kills);
}

/** Rounds of kills on one database, each with its audit. */
class CrashTorture implements Disposable {
  readonly violations: string[] = [];
  readonly #system: System;
  readonly #catalog: Catalog;
  readonly #arrivals: Arrivals;
  readonly #load: Load;
  readonly #reapers: Readonly<Record<AppName, Reaper>>;
  readonly #canTrace = canTrace();
  readonly #figures = {
    resends: 0,
    deliveries: 0,
    attempts: 0,
    doubles: 0,
    settleMs: 0,
    brokerKills: 0,
  };
  #rounds = 0;
  #lastId = 0;

  constructor(system: System, catalog: Catalog, arrivals: Arrivals, random: () => number) {
    this.#system = system;
    this.#catalog = catalog;
    this.#arrivals = arrivals;
    this.#load = new Load(system.api, catalog, random);
    const reaper = (app: AppName, onEnd?: () => Promise<void>): Reaper =>
      new Reaper(app, system.settings, deathsOf(app, random, this.#canTrace), onEnd);
    this.#reapers = {
      'resend-service': reaper('resend-service'),
      'rest-facade': reaper('rest-facade'),
      dispatcher: reaper('dispatcher', () => arrivals.nextLife()),
    };
  }

  get progress(): string {
    const { resends, attempts, doubles } = this.#figures;
    const killed = [...this.#counts().values()].reduce((sum, one) => sum + one, 0);
    return `${killed} kills, ${resends} resends, ${attempts} attempts, ${doubles} doubles`;
  }

  /** Kills under load, lets everything settle, audits. */
  async round(kills: number): Promise<void> {
    const firstRequest = this.#load.requests;
    this.#rounds += 1;
    this.#load.start(`round-${this.#rounds}`);
    await this.#kill(kills);
    await this.#load.stop();
    await this.#load.repeat(REPETITIONS);
    const settledFromMs = performance.now();
    const { answered, violations } = this.#load.take(firstRequest);
    this.violations.push(...violations, ...this.#takeDeaths());
    const evidence = await settledEvidence(this.#system, answered, this.#arrivals, {
      firstId: this.#lastId + 1,
      maxAttempts: MAX_ATTEMPTS,
      maxInFlight: this.#catalog.endpoints.length * ENDPOINT_MAX_IN_FLIGHT,
    });
    this.#figures.settleMs = Math.max(this.#figures.settleMs, performance.now() - settledFromMs);
    this.violations.push(...audit(evidence));
    this.#lastId = Math.max(this.#lastId, ...answered.map(({ id }) => id));
    this.#add(evidence);
  }

  result(kills: number): PartResult {
    const counts = this.#counts();
    const points = pointsOfResends.filter((point) => !counts.has(point));
    if (kills >= KILLS.short && this.violations.length === 0) {
      this.violations.push(...points.map((point) => `nothing died at ${point}`));
    }
    const { lost, ...figures } = { lost: this.violations.length, ...this.#figures };
    return {
      settings: {
        kills,
        killsPerRound: KILLS_PER_ROUND,
        systemCalls: this.#canTrace ? 'yes' : 'no strace',
      },
      figures: { ...figures, ...Object.fromEntries(counts), refusals: this.#load.refusals },
      violations: this.violations,
      verdict:
        lost === 0
          ? `${this.progress}: nothing lost, half done or mixed up`
          : `${this.progress}: ${lost} things do not hold`,
    };
  }

  [Symbol.dispose](): void {
    this.#load[Symbol.dispose]();
  }

  async #kill(kills: number): Promise<void> {
    const system = this.#system;
    const share = (part: number): number => Math.round(kills * part);
    const counts = {
      'resend-service': share(SHARES['resend-service']),
      'rest-facade': share(SHARES['rest-facade']),
    };
    const brokerKills = share(SHARES['nats-server']);
    const dispatcher = kills - counts['resend-service'] - counts['rest-facade'] - brokerKills;
    const reaped = Object.entries({ ...counts, dispatcher }).map(async ([name, lives]) => {
      const app = name as AppName;
      if (lives === 0) return;
      await this.#reapers[app].reap(lives, system.app(app));
      await system.start(app);
    });
    await Promise.all([...reaped, this.#killBroker(brokerKills)]);
  }

  async #killBroker(kills: number): Promise<void> {
    const { nats } = this.#system;
    for (let kill = 0; kill < kills; kill += 1) {
      await delay(BROKER_MS);
      await nats.kill();
      await delay(BROKER_MS);
      await nats.start();
      this.#figures.brokerKills += 1;
    }
  }

  #takeDeaths(): string[] {
    return Object.values(this.#reapers).flatMap(({ violations }) => violations.splice(0));
  }

  #counts(): Map<string, number> {
    const sums = new Map<string, number>();
    for (const { counts } of Object.values(this.#reapers)) {
      for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    if (this.#figures.brokerKills > 0) sums.set('broker', this.#figures.brokerKills);
    return sums;
  }

  #add({ answered, deliveries, attempts, arrivals }: Evidence): void {
    this.#figures.resends += answered.length;
    this.#figures.deliveries += deliveries.length;
    this.#figures.attempts += attempts.length;
    this.#figures.doubles += countDoubles(arrivals);
  }
}
