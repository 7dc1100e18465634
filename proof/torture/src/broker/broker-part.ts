import { setTimeout as delay } from 'node:timers/promises';

import { seededRandom, startNatsServer, startTcpProxy } from '@webhooks/testing';
import { startSystem } from '@webhooks/proof-kit';
import type { Note } from '@webhooks/proof-bench';

import { Arrivals } from '../crash/arrivals.ts';
import { audit, countDoubles } from '../crash/audit.ts';
import { Catalog } from '../crash/catalog.ts';
import { Load } from '../crash/load.ts';
import { settledEvidence } from '../crash/settled-evidence.ts';
import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { brokerFaults, type BrokerFault, type BrokerUnderFire } from './broker-faults.ts';
import { Probe } from './probe.ts';

const ROUNDS = { short: 1, long: 8 } as const;
/** How long a fault lasts. */
const FAULT_MS = { short: [1_000, 2_000], long: [500, 12_000] } as const;
/** Five seconds are promised; the rest is for a machine that has other things to do. */
const CONTINUES_LIMIT_MS = 10_000;
const MAX_ATTEMPTS = 4;

const settings = {
  RETRY_SCHEDULE: '0,0.1,0.2,0.3',
  RECONCILE_INTERVAL_MS: '1000',
  RECONCILE_MIN_AGE_MS: '1000',
  MAX_ACTIVE_BULK_PER_USER: '0',
  MAX_ACTIVE_BULK_PER_ACCOUNT: '0',
  LOG_LEVEL: 'fatal',
} as const;

/** Whether the broker may do anything at all. */
export const brokerPart: Part = {
  name: 'broker',
  about: 'the broker dies, freezes, forgets, is changed, doubles, talks garbage; its link breaks',
  inTests: 'in turn',
  shortLimitMs: 240_000,
  run,
};

async function run({ form, seed, count }: PartOptions, note: Note): Promise<PartResult> {
  const random = seededRandom(seed);
  const catalog = new Catalog(random);
  await using arrivals = await Arrivals.start(catalog);
  await using nats = await startNatsServer();
  await using link = await startTcpProxy(nats.port);
  const change = { ...settings, NATS_URL: `nats://127.0.0.1:${link.port}` };
  await using system = await startSystem(change, nats);
  await system.importRecords(catalog.records(arrivals.url));

  const dispatcher = {
    stop: async (): Promise<void> => {
      await system.app('dispatcher').stop();
      await arrivals.nextLife();
    },
    start: async (): Promise<void> => void (await system.start('dispatcher')),
  };
  using load = new Load(system.api, catalog, random);
  const probe = new Probe(system.api, catalog, CONTINUES_LIMIT_MS);
  const [leastMs, mostMs] = FAULT_MS[form];
  const rounds = count ?? ROUNDS[form];
  let reported = 0;
  load.start('broker');
  for (let round = 0; round < rounds; round += 1) {
    for (const fault of brokerFaults) {
      const lastsMs = leastMs + random() * (mostMs - leastMs);
      await suffer(fault, lastsMs, { nats, link, random, dispatcher }, probe);
      for (const violation of probe.violations.slice(reported)) note(violation);
      reported = probe.violations.length;
      note(
        `${fault.name}: continues after ${Math.round(probe.continuedMs.get(fault.name) ?? 0)} ms`,
      );
    }
  }
  await load.stop();
  const { answered, violations } = load.take(0);
  const settledFromMs = performance.now();
  const evidence = await settledEvidence(system, [...answered, ...probe.answered], arrivals, {
    firstId: 1,
    maxAttempts: MAX_ATTEMPTS,
    // Nobody was killed, so nothing may come twice.
    maxInFlight: 0,
  });
  violations.push(...probe.violations, ...audit(evidence));
  if (load.refusals > 0) violations.push(`${load.refusals} requests were refused or broken off`);
  const slowestMs = Math.max(...probe.continuedMs.values());
  return {
    settings: { rounds, faults: brokerFaults.length, leastMs, mostMs },
    figures: {
      ...{ faults: rounds * brokerFaults.length, resends: evidence.answered.length },
      ...{ deliveries: evidence.deliveries.length, doubles: countDoubles(evidence.arrivals) },
      ...{ slowestAnswerMs: probe.slowestAnswerMs, settledMs: performance.now() - settledFromMs },
      ...Object.fromEntries(probe.continuedMs),
    },
    violations,
    verdict: `${rounds * brokerFaults.length} faults, ${evidence.answered.length} resends: goes on after ${Math.round(slowestMs)} ms at most; ${violations.length} things do not hold`,
  };
}

/** While the fault lasts requests are accepted; when it is over they are worked off again. */
async function suffer(
  fault: BrokerFault,
  lastsMs: number,
  broker: BrokerUnderFire,
  probe: Probe,
): Promise<void> {
  await fault.begin(broker);
  if (fault.isAway) {
    await probe.expectAnswer(fault.name);
    await delay(lastsMs);
    await fault.end?.(broker);
  }
  await probe.expectWork(fault.name);
}
