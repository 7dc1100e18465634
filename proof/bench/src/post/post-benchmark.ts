import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { probe, type Probed } from '../latency/probe.ts';
import { Receiver } from '../receiver/receiver.ts';
import { Sink } from '../receiver/sink.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { quantile } from '../benchmark/statistics.ts';
import { Forked } from '../system/forked.ts';
import { startSystem, type ProgramName, type System } from '../system/system.ts';
import { createWorkDirectory } from '../benchmark/work-directory.ts';
import { objectId, writeAccounts, type AccountSpec } from '../system/write-events.ts';
import type { ConstantAppOrder } from './constant-app.ts';
import { requireWrk, runWrk, type WrkOrder } from './wrk.ts';

const OBJECTS = 10_000;
const PAYLOAD_BYTES = 1_024;
const CONNECTIONS = 32;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const LEAST_PER_SECOND = 1_000;
const MOST_P99_MS = 50;
const MOST_IDLE_P50_MS = 5;
const programs = ['rest-facade', 'resend-service', 'dispatcher', 'nats-server'] as const;

/** How many resends of one object are accepted per second, and how soon. */
export const postBenchmark: Benchmark = {
  name: 'post',
  about:
    'POST of one object through facade, service and dispatcher, beside a Koa app that answers a constant',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  await requireWrk();
  const seconds = options.seconds ?? SECONDS;
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('post')).path;
  const sink = cleanup.use(await Sink.start());
  const endpointUrls = [sink.url];
  const account: AccountSpec = {
    id: 1,
    endpointUrls,
    events: OBJECTS,
    payloadBytes: PAYLOAD_BYTES,
  };
  const receiver = cleanup.use(await Receiver.start());
  const probed: AccountSpec = { ...account, id: 2, endpointUrls: [receiver.urlOf(0)] };
  await writeAccounts(dataDir, [account, probed]);
  const { profiling } = options;
  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  const constant = cleanup.use(new Forked(new URL('./constant-app.ts', import.meta.url)));
  const constantUrl = await startConstant(constant, system);
  const order = loadOrder(system, account, seconds);
  note('warming up, which is the cold round');
  await runWrk({ ...order, url: constantUrl, seconds: WARM_UP_SECONDS });
  const cold = await postAndDeliver(system, sink, { ...order, seconds: WARM_UP_SECONDS });
  const rounds = await measureRounds(options, note, async () => ({
    ...(await measurePair(system, sink, order, constantUrl)),
    ...(await measureIdle({ system, receiver, account: probed }, seconds)),
  }));
  const coldFigures = { coldPerSecond: cold.perSecond, coldP99Ms: cold.p99Ms };
  const figures = { ...medians(rounds), ...coldFigures };
  return {
    settings: { connections: CONNECTIONS, seconds, objects: OBJECTS, payloadBytes: PAYLOAD_BYTES },
    rounds,
    figures,
    target: `≥ ${LEAST_PER_SECOND}/s with p99 ≤ ${MOST_P99_MS} ms (aim 2,000/s); idle, at the receiver p50 ≤ ${MOST_IDLE_P50_MS} ms`,
    met:
      figures.acceptedPerSecond >= LEAST_PER_SECOND &&
      figures.p99Ms <= MOST_P99_MS &&
      figures.idleArrivalP50Ms <= MOST_IDLE_P50_MS,
    verdict: `${Math.round(figures.acceptedPerSecond)}/s accepted warm, p99 ${figures.p99Ms.toFixed(1)} ms; cold ${Math.round(cold.perSecond)}/s; ${figures.ratio.toFixed(2)} of the constant's rate; idle p50 ${figures.idleAnswerP50Ms.toFixed(1)} ms to the answer, ${figures.idleArrivalP50Ms.toFixed(1)} ms to the receiver (medians)`,
  };
}

async function startConstant(constant: Forked, { tokenSecret }: System): Promise<string> {
  const order: ConstantAppOrder = { tokenSecret };
  return `http://127.0.0.1:${(await constant.ask<{ port: number }>(order)).port}/`;
}

function loadOrder(system: System, account: AccountSpec, seconds: number): WrkOrder {
  return {
    url: `${system.restUrl}/v3/webhooks/resend`,
    authorization: system.authorization,
    firstObject: objectId(account, 1),
    objects: OBJECTS,
    connections: CONNECTIONS,
    seconds,
  };
}

async function measurePair(system: System, sink: Sink, order: WrkOrder, constantUrl: string) {
  const constant = await runWrk({ ...order, url: constantUrl });
  const posted = await postAndDeliver(system, sink, order);
  return {
    constantPerSecond: constant.perSecond,
    acceptedPerSecond: posted.perSecond,
    ratio: posted.perSecond / constant.perSecond,
    constantP99Ms: constant.p99Ms,
    p50Ms: posted.p50Ms,
    p99Ms: posted.p99Ms,
    deliveredPerSecond: posted.deliveredPerSecond,
    ...posted.cpu,
  };
}

/** One post at a time: how soon it is answered, and how soon its delivery is at the receiver. */
async function measureIdle(probed: Probed, seconds: number) {
  const { answers, fromSent } = await probe(probed, seconds);
  return {
    idleAnswerP50Ms: quantile(answers, 0.5),
    idleAnswerP99Ms: quantile(answers, 0.99),
    idleArrivalP50Ms: quantile(fromSent, 0.5),
    idleArrivalP99Ms: quantile(fromSent, 0.99),
  };
}

/** Posts, and then waits until everything that was accepted is delivered. */
async function postAndDeliver(system: System, sink: Sink, order: WrkOrder) {
  const before = await sink.count();
  const cpuBefore = cpuSeconds(system);
  const startedMs = performance.now();
  const figures = await runWrk(order);
  // wrk stops in the middle of its last requests, so a few more may have been accepted.
  await sink.waitFor(before + figures.accepted);
  const deliveredPerSecond = (figures.accepted * 1000) / (performance.now() - startedMs);
  const cpuAfter = cpuSeconds(system);
  const cpu = Object.fromEntries(
    programs.map((name) => [
      `${name} CPU µs per resend`,
      ((cpuAfter[name] - cpuBefore[name]) * 1e6) / figures.accepted,
    ]),
  );
  return { ...figures, deliveredPerSecond, cpu };
}

function cpuSeconds(system: System): Record<ProgramName, number> {
  return Object.fromEntries(
    programs.map((name) => [name, system.usage(name).cpuSeconds]),
  ) as Record<ProgramName, number>;
}
