import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import type { Latencies } from '../rounds/latencies.ts';
import { Receiver } from '../receiver/receiver.ts';
import { Sink } from '../receiver/sink.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { quantile } from '../benchmark/statistics.ts';
import { bulkRequest, postResend, readLog, waitUntilCompleted } from '../system/resend-client.ts';
import { startSystem } from '../system/system.ts';
import { requireDisk, createWorkDirectory } from '../benchmark/work-directory.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';
import { probe, PROBES_PER_SECOND, type Probed } from './probe.ts';

const SECONDS = 30;
const OBJECTS = 2_000;
const PAYLOAD_BYTES = 1_024;
/** What an event and its deliveries of three rounds take on disk. */
const BYTES_PER_EVENT = 2_500;
const MOST_P50_MS = 20;
const MOST_P99_MS = 100;
const MOST_RATIO = 3;

/** How soon after its acceptance one object's webhook arrives, alone and beside a bulk resend. */
export const latencyBenchmark: Benchmark = {
  name: 'latency',
  about: 'accepted → first byte at the receiver: idle, and while another account resends in bulk',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 1_000_000;
  const seconds = options.seconds ?? SECONDS;
  requireDisk(events * BYTES_PER_EVENT);
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('latency')).path;
  const receiver = cleanup.use(await Receiver.start());
  const sink = cleanup.use(await Sink.start());
  const payloadBytes = PAYLOAD_BYTES;
  const small = { id: 1, endpointUrls: [receiver.urlOf(0)], events: OBJECTS, payloadBytes };
  const large = { id: 2, endpointUrls: [sink.url], events, payloadBytes };
  note(`writing ${events} events`);
  await writeAccounts(dataDir, [small, large]);
  const { profiling } = options;
  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  const probed = { system, receiver, account: small };
  await probe(probed, seconds / 3);
  const rounds = await measureRounds(options, note, async () => {
    const idle = await probe(probed, seconds);
    const busy = await probeBesideBulk(probed, large, seconds);
    return figuresOf(idle, busy);
  });
  const figures = medians(rounds);
  return {
    settings: { bulkEvents: events, seconds, probesPerSecond: PROBES_PER_SECOND, payloadBytes },
    rounds,
    figures,
    target: `idle p50 ≤ ${MOST_P50_MS} ms and p99 ≤ ${MOST_P99_MS} ms; beside bulk p99 ≤ ${MOST_RATIO}× idle`,
    met:
      figures.idleP50Ms <= MOST_P50_MS &&
      figures.idleP99Ms <= MOST_P99_MS &&
      figures.p99Ratio <= MOST_RATIO,
    verdict: `idle p50 ${figures.idleP50Ms.toFixed(1)} ms, p99 ${figures.idleP99Ms.toFixed(1)} ms; beside bulk p99 ${figures.bulkP99Ms.toFixed(1)} ms, ${figures.p99Ratio.toFixed(2)}× (medians)`,
  };
}

function figuresOf(idle: Latencies, busy: Latencies) {
  const [idleP99Ms, bulkP99Ms] = [idle, busy].map(({ fromAccepted }) =>
    quantile(fromAccepted, 0.99),
  ) as [number, number];
  return {
    idleP50Ms: quantile(idle.fromAccepted, 0.5),
    idleP99Ms,
    bulkP50Ms: quantile(busy.fromAccepted, 0.5),
    bulkP99Ms,
    p99Ratio: bulkP99Ms / idleP99Ms,
    idleFromSentP50Ms: quantile(idle.fromSent, 0.5),
    idleFromSentP99Ms: quantile(idle.fromSent, 0.99),
    bulkFromSentP50Ms: quantile(busy.fromSent, 0.5),
    bulkFromSentP99Ms: quantile(busy.fromSent, 0.99),
    probes: idle.fromAccepted.length,
  };
}

/** The bulk resend runs from before the first probe to after the last, and then to its end. */
async function probeBesideBulk(
  probed: Probed,
  large: AccountSpec,
  seconds: number,
): Promise<Latencies> {
  const { system } = probed;
  const bulk = await postResend(system, bulkRequest(large));
  const latencies = await probe(probed, seconds);
  const { status, delivered } = await readLog(system, bulk);
  if (status !== 'PROCESSING') {
    throw new Error(`the bulk resend of ${delivered} ended too soon: choose more events`);
  }
  await waitUntilCompleted(system, bulk, large.events);
  return latencies;
}
