import { statSync } from 'node:fs';
import path from 'node:path';

import { quantile } from '../benchmark/statistics.ts';
import { callHttp } from '../system/http-call.ts';
import type { AppName, ProgramName, System } from '../system/system.ts';
import type { Series } from './flatness.ts';
import { metricValue } from './metric-value.ts';

const apps = ['rest-facade', 'resend-service', 'dispatcher'] as const satisfies readonly AppName[];
const programs = [...apps, 'nats-server'] as const satisfies readonly ProgramName[];
const MB = 1_048_576;

/** What has to stay flat, and the growth of each that means nothing, in its unit. */
export const slacks = {
  heapMb: 0,
  descriptors: 4,
  /** The file keeps its greatest size; one checkpoint that came late is no growth. */
  walMb: 4,
} as const;

/** Numbers in their order of time, each by program and unit. */
export class Samples {
  readonly #system: System;
  readonly #wal: string;
  readonly #values = new Map<string, number[]>();

  constructor(system: System, dataDir: string) {
    this.#system = system;
    this.#wal = path.join(dataDir, 'webhooks.db-wal');
  }

  /** Looks at everything once; `latenciesMs` are the posts since the last time. */
  async take(latenciesMs: readonly number[]): Promise<void> {
    for (const app of apps) await this.#readMetrics(app);
    for (const program of programs) {
      this.#add(`${program} rssMb`, this.#system.usage(program).rssMb);
      this.#add(`${program} descriptors`, this.#system.descriptors(program));
    }
    this.#add('walMb', statSync(this.#wal).size / MB);
    // Where a stall let none be answered, the next ones tell of it.
    if (latenciesMs.length > 0) this.#add('post p99Ms', quantile(latenciesMs, 0.99));
  }

  get all(): ReadonlyMap<string, readonly number[]> {
    return this.#values;
  }

  /** What is judged. */
  get judged(): readonly Series[] {
    return [...this.#values].flatMap(([name, values]) => {
      const unit = name.slice(name.lastIndexOf(' ') + 1);
      return unit in slacks ? [{ name, values, slack: slacks[unit as keyof typeof slacks] }] : [];
    });
  }

  async #readMetrics(app: AppName): Promise<void> {
    const url = this.#system.metricsUrl(app);
    const { body } = await callHttp(url, { method: 'GET', headers: {} });
    this.#add(`${app} heapMb`, metricValue(body, 'nodejs_heap_size_used_bytes') / MB);
    const lateS = metricValue(body, 'nodejs_eventloop_lag_p99_seconds');
    this.#add(`${app} loop p99Ms`, 1000 * lateS);
  }

  #add(name: string, value: number): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }
}
