import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { Sink } from '../receiver/sink.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { bulkRequest, postResend, waitUntilCompleted } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { createTrust } from '../system/trust.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';
import { measureBareRate } from './bare-rate.ts';

const PAYLOAD_BYTES = 1_024;
/** The highest cap that an endpoint may have; `--connections 16` measures the default one. */
const CONNECTIONS = 256;
const WARM_UP_EVENTS = 5_000;
/** From one to the next the bare loop moves by a third of its rate. */
const ROUNDS = 7;
const LEAST_RATIO = 0.6;
const programs = ['dispatcher', 'resend-service', 'rest-facade', 'nats-server'] as const;

/** How near a recorded, signed, durable bulk delivery is to plain requests. */
export const bulkBenchmark: Benchmark = {
  name: 'bulk',
  about: 'a bulk resend through the real apps, beside a bare undici loop over the same bodies',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 100_000;
  const connections = options.connections ?? CONNECTIONS;
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('bulk')).path;
  const secure = options.tls ? createTrust(dataDir) : null;
  const trust = secure?.env ?? {};
  const sink = cleanup.use(await Sink.start(secure?.certificate ?? null));
  const common = { endpointUrls: [sink.url], payloadBytes: PAYLOAD_BYTES };
  const warmUp: AccountSpec = { ...common, id: 1, events: WARM_UP_EVENTS };
  const measured: AccountSpec = { ...common, id: 2, events };
  note(`writing ${events} events of ${PAYLOAD_BYTES} bytes`);
  await writeAccounts(dataDir, [warmUp, measured]);

  const { profiling } = options;
  const system = cleanup.use(
    await startSystem(dataDir, {
      dispatching: true,
      profiling,
      env: { ENDPOINT_MAX_IN_FLIGHT: `${connections}`, ...trust },
    }),
  );
  note('warming up');
  await resend(system, sink, warmUp);
  const order = {
    origin: sink.origin,
    path: '/',
    requests: events,
    connections,
    payloadBytes: PAYLOAD_BYTES,
  };
  const repeated = { ...options, rounds: options.rounds ?? ROUNDS };
  const rounds = await measureRounds(repeated, note, async () => {
    const barePerSecond = await measureBareRate(order, trust);
    const cpuBefore = system.usage('dispatcher').cpuSeconds;
    const deliveredPerSecond = events / (await resend(system, sink, measured));
    const cpuSeconds = system.usage('dispatcher').cpuSeconds - cpuBefore;
    return {
      barePerSecond,
      deliveredPerSecond,
      ratio: deliveredPerSecond / barePerSecond,
      dispatcherCpuMicrosPerDelivery: (cpuSeconds * 1e6) / events,
    };
  });
  const figures = medians(rounds);
  return {
    settings: { events, payloadBytes: PAYLOAD_BYTES, connections, scheme: schemeOf(sink) },
    rounds,
    figures: { ...figures, ...peaks(system) },
    target: `≥ ${LEAST_RATIO} of the bare loop, both by ${schemeOf(sink)}`,
    met: figures.ratio >= LEAST_RATIO,
    verdict: `${Math.round(figures.deliveredPerSecond)} deliveries/s, ${figures.ratio.toFixed(2)} of the bare loop (median)`,
  };
}

/** Seconds from the request to the moment when every delivery is recorded. */
async function resend(system: System, sink: Sink, account: AccountSpec): Promise<number> {
  const before = await sink.count();
  const startedMs = performance.now();
  const posted = await postResend(system, bulkRequest(account));
  // To ask the API all the while would take a part of the cores that are measured.
  await sink.waitFor(before + account.events);
  await waitUntilCompleted(system, posted, account.events);
  const seconds = (performance.now() - startedMs) / 1000;
  const received = (await sink.count()) - before;
  if (received !== account.events) {
    throw new Error(`${received} requests came for ${account.events} events`);
  }
  return seconds;
}

function schemeOf({ origin }: Sink): string {
  return new URL(origin).protocol.replace(':', '');
}

function peaks(system: System): Record<string, number> {
  return Object.fromEntries(
    programs.map((name) => [`${name} peak MB`, system.usage(name).peakRssMb]),
  );
}
