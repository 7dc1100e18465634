import { setTimeout as delay } from 'node:timers/promises';

import type { Benchmark, BenchmarkOptions, BenchmarkResult, Note } from '../benchmark/benchmark.ts';
import { Sink } from '../receiver/sink.ts';
import { measureRounds, medians } from '../rounds/rounds.ts';
import { medianBetween, tenths } from '../benchmark/statistics.ts';
import { bulkRequest, postResend, waitUntilCompleted } from '../system/resend-client.ts';
import { startSystem, type System } from '../system/system.ts';
import { createWorkDirectory, requireDisk } from '../benchmark/work-directory.ts';
import { writeAccounts } from '../system/write-events.ts';

const SMALL = 10_000;
const PAYLOAD_BYTES = 1_024;
const BYTES_PER_EVENT = 2_000;
const SAMPLE_MS = 250;
const MOST_MB = 300;
/** What the collector leaves lying about differs from one moment to the next. */
const MOST_GROWTH = 1.15;
const programs = ['dispatcher', 'resend-service'] as const;

/** Whether the memory of a bulk resend depends on its size. */
export const memoryBenchmark: Benchmark = {
  name: 'memory',
  about: 'resident memory during a bulk resend of a million events, and of 10,000',
  run,
};

async function run(options: BenchmarkOptions, note: Note): Promise<BenchmarkResult> {
  const events = options.events ?? 1_000_000;
  requireDisk(events * BYTES_PER_EVENT);
  const series: Record<string, readonly number[]> = {};
  const once = { ...options, rounds: options.rounds ?? 1 };
  const rounds = await measureRounds(once, note, async (round) => {
    const small = await measure(SMALL, options.profiling);
    note(`${SMALL} events: at most ${small.dispatcher.peakMb.toFixed(0)} MB in the dispatcher`);
    const large = await measure(events, options.profiling);
    for (const name of programs) {
      series[`${name} MB in tenths of round ${round}`] = tenths(large[name].samplesMb);
    }
    return {
      smallDispatcherPeakMb: small.dispatcher.peakMb,
      largeDispatcherPeakMb: large.dispatcher.peakMb,
      dispatcherGrowth: growth(large.dispatcher.samplesMb),
      smallServicePeakMb: small['resend-service'].peakMb,
      largeServicePeakMb: large['resend-service'].peakMb,
      serviceGrowth: growth(large['resend-service'].samplesMb),
    };
  });
  const figures = medians(rounds);
  const peakMb = Math.max(figures.largeDispatcherPeakMb, figures.largeServicePeakMb);
  const worstGrowth = Math.max(figures.dispatcherGrowth, figures.serviceGrowth);
  return {
    settings: { smallEvents: SMALL, largeEvents: events, payloadBytes: PAYLOAD_BYTES },
    rounds,
    series,
    figures,
    target: `≤ ${MOST_MB} MB in each process, flat: the last fifth of the run ≤ ${MOST_GROWTH} of the second`,
    met: peakMb <= MOST_MB && worstGrowth <= MOST_GROWTH,
    verdict: `at most ${peakMb.toFixed(0)} MB; the last fifth has ${worstGrowth.toFixed(2)} of the second's memory`,
  };
}

interface MemoryFigures {
  readonly peakMb: number;
  readonly samplesMb: readonly number[];
}

/** Resends so many events through processes that have done nothing before. */
async function measure(
  events: number,
  profiling: boolean,
): Promise<Record<(typeof programs)[number], MemoryFigures>> {
  await using cleanup = new AsyncDisposableStack();
  const dataDir = cleanup.use(createWorkDirectory('memory')).path;
  const sink = cleanup.use(await Sink.start());
  const endpointUrls = [sink.url];
  const account = { id: 1, endpointUrls, events, payloadBytes: PAYLOAD_BYTES };
  await writeAccounts(dataDir, [account]);
  const system = cleanup.use(await startSystem(dataDir, { dispatching: true, profiling }));
  const resend = await postResend(system, bulkRequest(account));
  const sampling = new Sampling(system);
  await waitUntilCompleted(system, resend, events);
  const samples = await sampling.stop();
  const figuresOf = (name: (typeof programs)[number]): MemoryFigures => ({
    peakMb: system.usage(name).peakRssMb,
    samplesMb: samples.map((sample) => sample[name]),
  });
  return { dispatcher: figuresOf('dispatcher'), 'resend-service': figuresOf('resend-service') };
}

/** Notes what the processes hold, again and again. */
class Sampling {
  readonly #samples: Record<(typeof programs)[number], number>[] = [];
  readonly #running: Promise<void>;
  #isStopped = false;

  constructor(system: System) {
    this.#running = this.#run(system);
  }

  async stop(): Promise<readonly Record<(typeof programs)[number], number>[]> {
    this.#isStopped = true;
    await this.#running;
    return this.#samples;
  }

  async #run(system: System): Promise<void> {
    while (!this.#isStopped) {
      this.#samples.push({
        dispatcher: system.usage('dispatcher').rssMb,
        'resend-service': system.usage('resend-service').rssMb,
      });
      await delay(SAMPLE_MS);
    }
  }
}

/** The last fifth over the second one; the first is the warming up. */
function growth(samples: readonly number[]): number {
  return medianBetween(samples, 0.8, 1) / medianBetween(samples, 0.2, 0.4);
}
