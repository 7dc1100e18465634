import {
  Counter as PromCounter,
  Gauge,
  Histogram as PromHistogram,
  Registry,
} from '@prometheus-io/client';

import { buildInfo } from '@webhooks/runtime';

import { Counter, type Sample } from './counter.ts';
import { Histograms, type Histogram } from './histograms.ts';
import { observeProcess } from './process-metrics.ts';

/** Buckets of durations, in seconds: from what memory answers to the longest deadline. */
export const durationBuckets = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30,
] as const;

/** Buckets of the numbers of rows in one transaction. */
export const rowBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;

const PREFIX = 'webhooks_';
/** Names that are the same everywhere: of processes, and by OpenTelemetry's conventions. */
const USUAL = /^(?:process|nodejs|http_server|http_client|rpc_server)_/;
const MAX_SERIES = 500;
/** Each has a series for every bucket. */
const MAX_HISTOGRAMS = 50;
const MAX_COMBINATIONS = 200;

/**
 * The metrics of one app, in the text format of Prometheus. What happens often adds to a plain
 * number or a histogram; everything else is read when somebody asks. A reader that fails leaves its
 * metric out of that answer.
 */
export class Metrics implements Disposable {
  readonly #registry = new Registry();
  readonly #endProcess: () => void;

  /** app: the value of the label of that name on every metric. */
  constructor(app: string) {
    this.#registry.setDefaultLabels({ app });
    this.#endProcess = observeProcess(this);
    const { version, commit } = buildInfo();
    const help = 'Version of the app, and the commit that it is built of; always 1';
    this.gauges('build_info', help, ['version', 'commit'], () => [[{ version, commit }, 1]]);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    const counter = new Counter(labelNames, MAX_SERIES);
    this.readCounter(name, help, labelNames, () => counter.read());
    return counter;
  }

  /** A counter that is kept elsewhere. */
  readCounter(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Iterable<Sample>,
  ): void {
    new PromCounter({
      ...this.#options(name, help),
      labelNames,
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });
  }

  gauge(name: string, help: string, read: () => number | null): void {
    this.gauges(name, help, [], () => {
      const value = read();
      return value === null ? [] : [[{}, value]];
    });
  }

  gauges(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Iterable<Sample> | Promise<Iterable<Sample>>,
  ): void {
    new Gauge({
      ...this.#options(name, help),
      labelNames,
      async collect() {
        const samples = await readOrNothing(read);
        // After the read: two scrapes at once must not empty each other's answer.
        this.reset();
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of samples) this.set(labels, value);
      },
    });
  }

  histogram(name: string, help: string, buckets: readonly number[] = durationBuckets): Histogram {
    return new PromHistogram({ ...this.#options(name, help), buckets: [...buckets] });
  }

  /** One histogram for each combination of the values of some labels. */
  histograms(
    name: string,
    help: string,
    labels: string | readonly string[],
    buckets: readonly number[] = durationBuckets,
  ): Histograms {
    const labelNames = [labels].flat();
    const histogram = new PromHistogram({
      ...this.#options(name, help),
      labelNames,
      buckets: [...buckets],
    });
    return new Histograms(
      (values) => {
        const pairs = labelNames.map((label, index) => [label, values[index] ?? ''] as const);
        histogram.zero(Object.fromEntries(pairs));
        return histogram.labels(...values);
      },
      labelNames.length === 1 ? MAX_HISTOGRAMS : MAX_COMBINATIONS,
    );
  }

  /** Everything as text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  [Symbol.dispose](): void {
    this.#endProcess();
  }

  #options(name: string, help: string) {
    const fullName = USUAL.test(name) ? name : `${PREFIX}${name}`;
    return { name: fullName, help, registers: [this.#registry] };
  }
}

async function readOrNothing(
  read: () => Iterable<Sample> | Promise<Iterable<Sample>>,
): Promise<readonly Sample[]> {
  try {
    return [...(await read())];
  } catch {
    return [];
  }
}
