import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { medianBetween } from '../benchmark/statistics.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { startSystem, type System } from '../system/system.ts';
import { writeAccounts } from '../system/write-events.ts';

const EVENTS = 1_000_000;
const PAYLOAD_BYTES = 256;
const BYTES_PER_EVENT = 1_200;
/** Samples of the memory, evenly over the rows. */
const SAMPLES = 50;
const MOST_GROWTH = 1.15;
const NEWLINE = 10;
const programs = ['rest-facade', 'resend-service'] as const;

/** Whether an export needs more memory the longer it is. */
export const exportBenchmark: Benchmark = {
  name: 'export',
  about: 'all events of a user as NDJSON, and what facade and service hold meanwhile',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? EVENTS;
  requireDisk(events * BYTES_PER_EVENT);
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('export')).path;
  await writeAccounts(dataDir, [{ id: 1, endpointUrls: [], events, payloadBytes: PAYLOAD_BYTES }]);
  const { profiling } = options;
  const system = cleanup.use(await startSystem(dataDir, { dispatching: false, profiling }));
  const repeated = { ...options, rounds: options.rounds ?? 1 };
  const rounds = await measureRounds(repeated, note, () => exportAll(system, events));
  const figures = medians(rounds);
  const worst = Math.max(figures.facadeGrowth, figures.serviceGrowth);
  return {
    settings: { events, payloadBytes: PAYLOAD_BYTES },
    rounds,
    figures,
    target: `every event; flat: the last fifth ≤ ${MOST_GROWTH} of the second`,
    met: rounds.every(({ rows }) => rows === events) && worst <= MOST_GROWTH,
    verdict: `${Math.round(figures.rowsPerSecond)} rows/s; the last fifth has ${worst.toFixed(2)} of the second's memory`,
  };
}

async function exportAll(system: System, events: number) {
  const startedMs = performance.now();
  const samples: Record<(typeof programs)[number], number[]> = {
    'rest-facade': [],
    'resend-service': [],
  };
  let rows = 0;
  for await (const chunk of await openExport(system)) {
    rows += newlinesIn(chunk);
    if (rows < (events / SAMPLES) * samples['rest-facade'].length) continue;
    for (const name of programs) samples[name].push(system.usage(name).rssMb);
  }
  const growth = (values: readonly number[]): number =>
    medianBetween(values, 0.8, 1) / medianBetween(values, 0.2, 0.4);
  return {
    rows,
    rowsPerSecond: rows / ((performance.now() - startedMs) / 1000),
    facadeGrowth: growth(samples['rest-facade']),
    serviceGrowth: growth(samples['resend-service']),
    facadePeakMb: system.usage('rest-facade').peakRssMb,
    servicePeakMb: system.usage('resend-service').peakRssMb,
  };
}

async function openExport({ restUrl, authorization }: System): Promise<AsyncIterable<Buffer>> {
  const headers = { authorization, accept: 'application/x-ndjson' };
  const call = request(`${restUrl}/v3/webhooks/events`, { headers });
  call.end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`the export is answered ${answer.statusCode}`);
  return answer as AsyncIterable<Buffer>;
}

function newlinesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
