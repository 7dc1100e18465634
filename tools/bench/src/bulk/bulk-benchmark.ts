import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { bulkRequest, postResend, waitUntilCompleted } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { writeAccounts, type AccountSpec } from '../system/write-events.ts';
import type { BareLoopOrder } from './bare-loop.ts';
import { Forked } from './forked.ts';

const PAYLOAD_BYTES = 1_024;
/** The dispatcher's default for one endpoint. */
const CONNECTIONS = 16;
const WARM_UP_EVENTS = 5_000;
const programs = ['dispatcher', 'resend-service', 'rest-facade', 'nats-server'] as const;

/** How near a recorded, signed, durable bulk delivery comes to plain requests. */
export const bulkBenchmark: Benchmark = {
  name: 'bulk',
  about: 'a bulk resend through the real apps, beside a bare undici loop over the same bodies',
  run,
};

async function run(
  options: BenchmarkOptions,
  note: (line: string) => void,
): Promise<BenchmarkResult> {
  const events = options.events ?? 100_000;
  const roundCount = options.rounds ?? 3;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-bulk-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const sink = cleanup.use(new Forked('sink.ts'));
  const origin = `http://127.0.0.1:${(await sink.next<{ port: number }>()).port}`;
  const [warmUp, measured] = accounts(origin, events);
  note(`writing ${events} events of ${PAYLOAD_BYTES} bytes`);
  await writeAccounts(dataDir, [warmUp, measured]);

  const system = cleanup.use(await startSystem(dataDir, { dispatching: true }));
  note('warming up');
  await resend(system, sink, warmUp);
  const rounds = [];
  for (let round = 1; round <= roundCount; round += 1) {
    const bareSeconds = await runBareLoop(origin, events);
    const cpuBefore = system.usage('dispatcher').cpuSeconds;
    const seconds = await resend(system, sink, measured);
    const cpuSeconds = system.usage('dispatcher').cpuSeconds - cpuBefore;
    rounds.push({
      barePerSecond: events / bareSeconds,
      deliveredPerSecond: events / seconds,
      ratio: bareSeconds / seconds,
      dispatcherCpuMicrosPerDelivery: (cpuSeconds * 1e6) / events,
    });
    note(`round ${round}: ratio ${(bareSeconds / seconds).toFixed(2)}`);
  }
  return conclude(rounds, events, system);
}

type Round = Readonly<
  Record<
    'barePerSecond' | 'deliveredPerSecond' | 'ratio' | 'dispatcherCpuMicrosPerDelivery',
    number
  >
>;

function accounts(origin: string, events: number): [AccountSpec, AccountSpec] {
  const common = { branch: '0001', endpointUrl: `${origin}/`, payloadBytes: PAYLOAD_BYTES };
  return [
    { ...common, id: 1, number: 'warm-up', events: WARM_UP_EVENTS },
    { ...common, id: 2, number: 'measured', events },
  ];
}

/** Seconds from the request to the moment when every delivery is recorded. */
async function resend(system: System, sink: Forked, account: AccountSpec): Promise<number> {
  const before = await sink.ask<{ requests: number }>({});
  const startedMs = performance.now();
  const log = await postResend(system, bulkRequest(account));
  await waitUntilCompleted(system, log, account.events);
  const seconds = (performance.now() - startedMs) / 1000;
  const after = await sink.ask<{ requests: number }>({});
  const received = after.requests - before.requests;
  if (received !== account.events) {
    throw new Error(`${received} requests came for ${account.events} events`);
  }
  return seconds;
}

async function runBareLoop(origin: string, requests: number): Promise<number> {
  await using loop = new Forked('bare-loop.ts');
  const order: BareLoopOrder = {
    origin,
    requests,
    connections: CONNECTIONS,
    payloadBytes: PAYLOAD_BYTES,
  };
  return (await loop.ask<{ seconds: number }>(order)).seconds;
}

function conclude(rounds: readonly Round[], events: number, system: System): BenchmarkResult {
  const middle = (name: keyof Round): number => median(rounds.map((round) => round[name]));
  const peaks = programs.map((name) => [`${name} peak MB`, system.usage(name).peakRssMb]);
  const ratio = middle('ratio');
  return {
    settings: { events, payloadBytes: PAYLOAD_BYTES, connections: CONNECTIONS },
    rounds,
    figures: {
      barePerSecond: middle('barePerSecond'),
      deliveredPerSecond: middle('deliveredPerSecond'),
      ratio,
      dispatcherCpuMicrosPerDelivery: middle('dispatcherCpuMicrosPerDelivery'),
      ...(Object.fromEntries(peaks) as Record<string, number>),
    },
    verdict: `${Math.round(middle('deliveredPerSecond'))} deliveries/s, ${ratio.toFixed(2)} of the bare loop (median)`,
  };
}
