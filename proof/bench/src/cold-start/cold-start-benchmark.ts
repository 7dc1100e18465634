import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { startSystem } from '../system/system.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { writeAccounts } from '../system/write-events.ts';

const PAYLOAD_BYTES = 1_024;
const BYTES_PER_EVENT = 1_500;
const ROUNDS = 5;
const MOST_MS = 3_000;

/** How long the system takes to be ready with much in its database, and with nothing. */
export const coldStartBenchmark: Benchmark = {
  name: 'cold-start',
  about: 'from the first process to all of them ready, with a million stored events and with none',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 1_000_000;
  requireDisk(events * BYTES_PER_EVENT);
  using empty = createWorkDirectory('cold-empty');
  using full = createWorkDirectory('cold-full');
  const account = {
    id: 1,
    endpointUrls: ['http://127.0.0.1:9/'],
    events,
    payloadBytes: PAYLOAD_BYTES,
  };
  note(`writing ${events} events`);
  await writeAccounts(empty.path, []);
  await writeAccounts(full.path, [account]);
  await timeOfStart(empty.path);
  const repeated = { ...options, rounds: options.rounds ?? ROUNDS };
  const rounds = await measureRounds(repeated, note, async () => {
    const emptyMs = await timeOfStart(empty.path);
    const fullMs = await timeOfStart(full.path);
    return { emptyMs, fullMs, ratio: fullMs / emptyMs };
  });
  const figures = medians(rounds);
  return {
    settings: { events, payloadBytes: PAYLOAD_BYTES, database: 'out of the page cache' },
    rounds,
    figures,
    target: `ready ≤ ${MOST_MS} ms after the start of the first process`,
    met: figures.fullMs <= MOST_MS,
    verdict: `ready after ${Math.round(figures.fullMs)} ms, ${figures.ratio.toFixed(2)} of the time with an empty database (medians)`,
  };
}

/** nats-server, then the service, then facade and dispatcher; readiness is asked every 50 ms. */
async function timeOfStart(dataDir: string): Promise<number> {
  dropFromCache(dataDir);
  await using system = await startSystem(dataDir, { dispatching: true });
  return system.readyAfterMs;
}

/** The kernel forgets the files, as after a reboot. */
function dropFromCache(dataDir: string): void {
  for (const name of readdirSync(dataDir).filter((file) => file.startsWith('webhooks.db'))) {
    const file = path.join(dataDir, name);
    execFileSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], {
      stdio: 'ignore',
    });
  }
}
