import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { Receiver } from '../receiver/receiver.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { quantile } from '../benchmark/statistics.ts';
import {
  ANSWER_MS,
  CAP,
  ENDPOINTS,
  measureRound,
  PAYLOAD_BYTES,
  PROBES_PER_SECOND,
  type RoundFigures,
} from './phases.ts';
import { isSlowStart } from './recovery.ts';

const WAITING = 100_000;
const SECONDS = 40;
const MOST_RATIO = 1.5;

/** Whether one endpoint that never answers is noticed by the others, and what it sees when it is back. */
export const blackHoleBenchmark: Benchmark = {
  name: 'black-hole',
  about: `${ENDPOINTS} endpoints, one of which accepts and never answers, and then comes back`,
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const waiting = options.events ?? WAITING;
  const seconds = options.seconds ?? SECONDS;
  const series: Record<string, readonly number[]> = {};
  const rounds = await measureRounds(options, note, async (number) => {
    await using receiver = await Receiver.start();
    const round = await measureRound({
      receiver,
      waiting,
      seconds,
      profiling: options.profiling,
    });
    Object.assign(series, seriesOf(number, round));
    return figuresOf(round);
  });
  const figures = medians(rounds);
  const startsSlowly = rounds.every(({ slowStart }) => slowStart === 1);
  return {
    settings: {
      endpoints: ENDPOINTS,
      waiting,
      seconds,
      probesPerSecond: PROBES_PER_SECOND,
      payloadBytes: PAYLOAD_BYTES,
      answerMsAfterReturn: ANSWER_MS,
    },
    rounds,
    series,
    figures,
    target: `p99 of the others ≤ ${MOST_RATIO}×; the one that is back sees 1, 2, 4 … ${CAP} at a time`,
    met: figures.p99Ratio <= MOST_RATIO && startsSlowly,
    verdict: `p99 of the others ${figures.p99Ratio.toFixed(2)}× (median); ${startsSlowly ? 'the one that is back sees a slow start' : 'the one that is back sees a FLOOD'}`,
  };
}

function figuresOf({ alone, beside, recovery }: RoundFigures) {
  return {
    aloneP50Ms: quantile(alone, 0.5),
    besideP50Ms: quantile(beside, 0.5),
    aloneP99Ms: quantile(alone, 0.99),
    besideP99Ms: quantile(beside, 0.99),
    p99Ratio: quantile(beside, 0.99) / quantile(alone, 0.99),
    probes: beside.length,
    firstRequestAfterMs: recovery.firstAfterMs,
    slowStart: isSlowStart(recovery.firstInFlight, CAP) ? 1 : 0,
  };
}

function seriesOf(round: number, { recovery }: RoundFigures) {
  return {
    [`round ${round}: requests in each second after the return`]: recovery.perSecond,
    [`round ${round}: requests in each 100 ms from the first one`]: recovery.perTenth,
    [`round ${round}: most in flight in each of those`]: recovery.inFlight,
    [`round ${round}: in flight as the first requests came`]: recovery.firstInFlight,
  };
}
