import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { measureBareRate } from '../bulk/bare-rate.ts';
import { Receiver } from '../receiver/receiver.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { measurePhase, PAYLOAD_BYTES, PROBES_PER_SECOND } from './phase.ts';

const ENDPOINTS = 50;
const FAILING = 5;
const HANGING = 1;
const HEALTHY = ENDPOINTS - FAILING - HANGING;
const CONNECTIONS = 16;
const LEAST_RATE = 0.8;
const MOST_P99 = 1.5;

/** Whether healthy endpoints notice that others of their account are sick. */
export const mixedBenchmark: Benchmark = {
  name: 'mixed',
  about: `a bulk resend to ${ENDPOINTS} endpoints, ${FAILING} answering 500 and ${HANGING} hanging, beside the same without the sick ones`,
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 3_000;
  await using receiver = await Receiver.start();
  for (let endpoint = HEALTHY; endpoint < HEALTHY + FAILING; endpoint += 1) {
    await receiver.behave(endpoint, { kind: 'answer', status: 500, afterMs: 0 });
  }
  await receiver.behave(ENDPOINTS - 1, { kind: 'hang' });
  const rounds = await measureRounds(options, note, (round) =>
    measurePair(receiver, events, round % 2 === 0, options.profiling),
  );
  const figures = medians(rounds);
  const { rateRatio, p99Ratio } = figures;
  return {
    settings: {
      endpoints: ENDPOINTS,
      failing: FAILING,
      hanging: HANGING,
      events,
      payloadBytes: PAYLOAD_BYTES,
      probesPerSecond: PROBES_PER_SECOND,
    },
    rounds,
    figures,
    target: `healthy endpoints keep ≥ ${LEAST_RATE} of their rate, p99 ≤ ${MOST_P99}×`,
    met: rateRatio >= LEAST_RATE && p99Ratio <= MOST_P99,
    verdict: `healthy endpoints keep ${rateRatio.toFixed(2)} of their rate, p99 ${p99Ratio.toFixed(2)}× (medians)`,
  };
}

async function measurePair(
  receiver: Receiver,
  events: number,
  sickFirst: boolean,
  profiling: boolean,
) {
  const barePerSecond = await measureBareRate({
    origin: receiver.origin,
    path: '/e/0',
    requests: events * HEALTHY,
    connections: CONNECTIONS,
    payloadBytes: PAYLOAD_BYTES,
  });
  await receiver.takeArrivals();
  const order = { receiver, healthy: HEALTHY, events, profiling };
  const early = await measurePhase({ ...order, sick: sickFirst ? FAILING + HANGING : 0 });
  const late = await measurePhase({ ...order, sick: sickFirst ? 0 : FAILING + HANGING });
  const [mixed, alone] = sickFirst ? [early, late] : [late, early];
  return {
    barePerSecond,
    alonePerSecond: alone.perSecond,
    mixedPerSecond: mixed.perSecond,
    rateRatio: mixed.perSecond / alone.perSecond,
    ofBareLoop: mixed.perSecond / barePerSecond,
    aloneP50Ms: alone.probeP50Ms,
    mixedP50Ms: mixed.probeP50Ms,
    aloneP99Ms: alone.probeP99Ms,
    mixedP99Ms: mixed.probeP99Ms,
    p99Ratio: mixed.probeP99Ms / alone.probeP99Ms,
    probes: mixed.probes,
  };
}
