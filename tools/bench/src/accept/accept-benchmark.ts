import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../benchmark.ts';
import { median, quantile } from '../statistics.ts';
import { bulkRequest, postResend } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';

const SMALL = 1_000;
const POSTS_PER_ROUND = 200;
/** Nobody delivers here, so small bodies do. */
const PAYLOAD_BYTES = 100;

/** Whether a bulk resend is accepted in the same time however many events it covers. */
export const acceptBenchmark: Benchmark = {
  name: 'accept',
  about: 'POST of a bulk resend over 1,000 events, and over a million',
  run,
};

async function run(
  options: BenchmarkOptions,
  note: (line: string) => void,
): Promise<BenchmarkResult> {
  const events = options.events ?? 1_000_000;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-accept-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const common = {
    branch: '0001',
    endpointUrl: 'http://127.0.0.1:9/',
    payloadBytes: PAYLOAD_BYTES,
  };
  const small: AccountSpec = { ...common, id: 1, number: 'small', events: SMALL };
  const large: AccountSpec = { ...common, id: 2, number: 'large', events };
  note(`writing ${events} events`);
  await writeAccounts(dataDir, [small, large]);

  // The dispatcher is left out: only accepting is measured.
  const system = cleanup.use(await startSystem(dataDir, { dispatching: false }));
  await postInTurn(system, small, small);
  const rssBefore = system.usage('resend-service').peakRssMb;
  const rounds = [];
  for (let round = 1; round <= (options.rounds ?? 3); round += 1) {
    const [smallMs, largeMs] = await postInTurn(system, small, large);
    rounds.push({
      smallP50Ms: median(smallMs),
      smallP99Ms: quantile(smallMs, 0.99),
      largeP50Ms: median(largeMs),
      largeP99Ms: quantile(largeMs, 0.99),
    });
    note(`round ${round}: ${median(smallMs).toFixed(2)} ms, ${median(largeMs).toFixed(2)} ms`);
  }
  const growthMb = system.usage('resend-service').peakRssMb - rssBefore;
  const smallP50Ms = median(rounds.map((round) => round.smallP50Ms));
  const largeP50Ms = median(rounds.map((round) => round.largeP50Ms));
  const ratio = largeP50Ms / smallP50Ms;
  return {
    settings: { smallEvents: SMALL, largeEvents: events, postsPerRound: POSTS_PER_ROUND },
    rounds,
    figures: {
      smallP50Ms,
      largeP50Ms,
      ratio,
      'resend-service peak MB': rssBefore + growthMb,
      'resend-service growth MB': growthMb,
    },
    verdict: `${events} events take ${ratio.toFixed(2)} of the time of ${SMALL} (medians)`,
  };
}

/** Milliseconds of each of many posts for two accounts, one after the other, in turn. */
async function postInTurn(
  system: System,
  one: AccountSpec,
  other: AccountSpec,
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  for (let post = 0; post < POSTS_PER_ROUND; post += 1) {
    times[0].push(await timeOfPost(system, one));
    times[1].push(await timeOfPost(system, other));
  }
  return times;
}

async function timeOfPost(system: System, account: AccountSpec): Promise<number> {
  const startedMs = performance.now();
  await postResend(system, bulkRequest(account));
  return performance.now() - startedMs;
}
