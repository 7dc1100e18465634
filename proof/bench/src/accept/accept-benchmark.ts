import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { median, quantile } from '../benchmark/statistics.ts';
import { bulkRequest, postResend } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { unlimited } from '../system/unlimited.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';

const SMALL = 1_000;
const POSTS_PER_ROUND = 200;
/** Nobody delivers here, so small bodies do. */
const PAYLOAD_BYTES = 100;
/** "The same time", with the noise of two medians of it. */
const MOST_RATIO = 1.25;

/** Whether a bulk resend is accepted in the same time however many events it covers. */
export const acceptBenchmark: Benchmark = {
  name: 'accept',
  about: 'POST of a bulk resend over 1,000 events, and over a million',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 1_000_000;
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('accept')).path;
  const common = { endpointUrls: ['http://127.0.0.1:9/'], payloadBytes: PAYLOAD_BYTES };
  const small: AccountSpec = { ...common, id: 1, events: SMALL };
  const large: AccountSpec = { ...common, id: 2, events };
  note(`writing ${events} events`);
  await writeAccounts(dataDir, [small, large]);

  // The dispatcher is left out: only accepting is measured.
  const { profiling } = options;
  const system = cleanup.use(
    await startSystem(dataDir, { dispatching: false, profiling, env: unlimited }),
  );
  await postInTurn(system, small, small);
  const rssBefore = system.usage('resend-service').peakRssMb;
  const rounds = await measureRounds(options, note, async () => {
    const [smallMs, largeMs] = await postInTurn(system, small, large);
    return {
      smallP50Ms: median(smallMs),
      smallP99Ms: quantile(smallMs, 0.99),
      largeP50Ms: median(largeMs),
      largeP99Ms: quantile(largeMs, 0.99),
      ratio: median(largeMs) / median(smallMs),
    };
  });
  const peakMb = system.usage('resend-service').peakRssMb;
  const figures = medians(rounds);
  return {
    settings: {
      smallEvents: SMALL,
      largeEvents: events,
      postsPerRound: POSTS_PER_ROUND,
      ...unlimited,
    },
    rounds,
    figures: {
      ...figures,
      'resend-service peak MB': peakMb,
      'resend-service growth MB': peakMb - rssBefore,
    },
    target: `the same time: a ratio of 1, at most ${MOST_RATIO} with noise`,
    met: figures.ratio <= MOST_RATIO,
    verdict: `${events} events take ${figures.ratio.toFixed(2)} of the time of ${SMALL} (medians)`,
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
  const { sentMs, acceptedMs } = await postResend(system, bulkRequest(account));
  return acceptedMs - sentMs;
}
