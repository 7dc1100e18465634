import { setTimeout as delay } from 'node:timers/promises';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { Sink } from '../receiver/sink.ts';
import { measureRounds } from '../rounds/rounds.ts';
import { tenths } from '../benchmark/statistics.ts';
import { objectRequest } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';
import { BulkLoad } from './bulk-load.ts';
import { judgeFlatness, MOST_GROWTH, type Flatness } from './flatness.ts';
import { PostingLoad } from './posting-load.ts';
import { Samples } from './samples.ts';

const SECONDS = 3_600;
const CALIBRATION_MS = 10_000;
const SHARE_OF_LOAD = 0.7;
const SAMPLE_MS = 5_000;
const OBJECTS = 10_000;
const BULK_EVENTS = 1_000;
const PAYLOAD_BYTES = 1_024;
/** What a resend of one object takes on disk, its share of the bulk resends included. */
const BYTES_PER_RESEND = 4_000;

/** Whether what the processes hold grows with time under a steady load. */
export const soakBenchmark: Benchmark = {
  name: 'soak',
  about: 'steady posts and bulk resends: heap, descriptors and WAL stay flat',
  isProof: true,
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const seconds = options.seconds ?? SECONDS;
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('soak')).path;
  const sink = cleanup.use(await Sink.start());
  const endpointUrls = [sink.url];
  const payloadBytes = PAYLOAD_BYTES;
  const small = { id: 1, endpointUrls, events: OBJECTS, payloadBytes };
  const large = { id: 2, endpointUrls, events: BULK_EVENTS, payloadBytes };
  await writeAccounts(dataDir, [small, large]);
  const { profiling } = options;
  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  const parts = { system, sink, small, large };
  const mostPerSecond = await calibrate(parts);
  const perSecond = SHARE_OF_LOAD * mostPerSecond;
  note(`${mostPerSecond.toFixed(0)} posts/s at most; ${perSecond.toFixed(0)}/s for ${seconds} s`);
  requireDisk(seconds * perSecond * BYTES_PER_RESEND);
  const samples = new Samples(system, dataDir);
  const rounds = await measureRounds({ ...options, rounds: 1, quiet: false }, note, () =>
    soak(parts, samples, perSecond, seconds),
  );
  const judged = samples.judged.map(judgeFlatness);
  const grown = judged.filter(({ isFlat }) => !isFlat);
  return {
    settings: {
      seconds,
      shareOfLoad: SHARE_OF_LOAD,
      bulkEvents: BULK_EVENTS,
      objects: OBJECTS,
      payloadBytes,
    },
    rounds,
    series: Object.fromEntries(
      [...samples.all].map(([name, values]) => [`${name} in tenths`, tenths(values)]),
    ),
    figures: { mostPerSecond, perSecond, ...figuresOf(judged) },
    target: `the last third of each heap, descriptors and WAL ≤ ${MOST_GROWTH} of the second`,
    met: judged.length > 0 && grown.length === 0,
    verdict: grown.length === 0 ? 'flat' : `grows: ${grown.map(describe).join('; ')}`,
  };
}

interface Parts {
  readonly system: System;
  readonly sink: Sink;
  readonly small: AccountSpec;
  readonly large: AccountSpec;
}

/** What the whole system accepts and delivers per second beside the bulk resends. */
async function calibrate(parts: Parts): Promise<number> {
  const startedMs = performance.now();
  const { accepted } = await load(parts, Infinity, () => delay(CALIBRATION_MS));
  return (accepted * 1000) / (performance.now() - startedMs);
}

async function soak(parts: Parts, samples: Samples, perSecond: number, seconds: number) {
  return await load(parts, perSecond, async (posting) => {
    posting.takeLatenciesMs();
    const untilMs = performance.now() + seconds * 1000;
    while (performance.now() < untilMs) {
      await delay(SAMPLE_MS);
      await samples.take(posting.takeLatenciesMs());
    }
  });
}

/** Posts and resends in bulk meanwhile, and then waits until everything is delivered. */
async function load(
  { system, sink, small, large }: Parts,
  perSecond: number,
  meanwhile: (posting: PostingLoad) => Promise<void>,
) {
  const before = await sink.count();
  const posting = new PostingLoad(system, perSecond, (number) =>
    objectRequest(small, 1 + (number % OBJECTS)),
  );
  const bulk = new BulkLoad(system, large);
  try {
    await meanwhile(posting);
  } finally {
    await Promise.all([posting.stop(), bulk.stop()]);
  }
  const { accepted } = posting;
  const { completed: bulkResends } = bulk;
  await sink.waitFor(before + accepted + bulkResends * large.events);
  return { accepted, bulkResends };
}

function figuresOf(judged: readonly Flatness[]): Record<string, number> {
  return Object.fromEntries(judged.map(({ name, second, last }) => [`${name} ×`, last / second]));
}

function describe({ name, second, last }: Flatness): string {
  return `${name} from ${second.toFixed(1)} to ${last.toFixed(1)}`;
}
