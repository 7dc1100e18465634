import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Sample } from './counter.ts';

/** How often the loop is looked at, in milliseconds. */
const RESOLUTION_MS = 10;
/** By the part of the usual names that tells them apart. */
const LAGS = { p50: 50, p90: 90, p99: 99, max: 100 } as const;
const NS_PER_S = 1e9;

/** Where they are shown. */
export interface SampledMetrics {
  gauge(name: string, help: string, read: () => number): void;
  gauges(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Iterable<Sample>,
  ): void;
  readCounter(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Iterable<Sample>,
  ): void;
}

/**
 * What every process tells about itself, under the names that it has with every client of Prometheus
 * for Node, so that dashboards of others work; the returned function ends it.
 */
export function observeProcess(metrics: SampledMetrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  observeLag(metrics, delay);
  observeMemory(metrics);
  observeTime(metrics);
  metrics.gauges('nodejs_version_info', 'Version of Node', ['version'], () => [
    [{ version: process.version }, 1],
  ]);
  return () => delay.disable();
}

/** All of one scrape are read together, since reading begins anew. */
function observeLag(
  metrics: SampledMetrics,
  delay: ReturnType<typeof monitorEventLoopDelay>,
): void {
  // A timer that is on time comes after its resolution.
  const late = (ns: number): number => Math.max(0, ns / NS_PER_S - RESOLUTION_MS / 1000);
  let lags: Readonly<Record<string, number>> = {};
  metrics.gauge(
    'nodejs_eventloop_lag_mean_seconds',
    'How late timers of the event loop came since the last scrape, on average',
    () => {
      const byName = Object.entries(LAGS).map(([name, at]) => [name, late(delay.percentile(at))]);
      lags = Object.fromEntries(byName) as Record<string, number>;
      const mean = Number.isNaN(delay.mean) ? 0 : late(delay.mean);
      delay.reset();
      return mean;
    },
  );
  for (const name of Object.keys(LAGS)) {
    const help = `How late timers of the event loop came since the last scrape: ${name}`;
    metrics.gauge(`nodejs_eventloop_lag_${name}_seconds`, help, () => lags[name] ?? 0);
  }
}

function observeMemory(metrics: SampledMetrics): void {
  const heap = (name: string, help: string, part: 'heapUsed' | 'heapTotal' | 'external'): void =>
    metrics.gauge(name, help, () => process.memoryUsage()[part]);
  metrics.gauge('process_resident_memory_bytes', 'Resident memory', () => {
    return process.memoryUsage.rss();
  });
  heap('nodejs_heap_size_used_bytes', 'JavaScript heap in use', 'heapUsed');
  heap('nodejs_heap_size_total_bytes', 'JavaScript heap', 'heapTotal');
  heap('nodejs_external_memory_bytes', 'Memory of buffers and native objects', 'external');
  metrics.gauge('process_open_fds', 'Open file descriptors; where the system tells them', () => {
    return readdirSync('/proc/self/fd').length;
  });
}

function observeTime(metrics: SampledMetrics): void {
  const cpu = (name: string, help: string, read: (usage: NodeJS.CpuUsage) => number): void =>
    metrics.readCounter(name, help, [], () => [[{}, read(process.cpuUsage()) / 1e6]]);
  cpu('process_cpu_seconds_total', 'CPU time used', ({ user, system }) => user + system);
  cpu('process_cpu_user_seconds_total', 'CPU time used by the program', ({ user }) => user);
  cpu('process_cpu_system_seconds_total', 'CPU time used for it', ({ system }) => system);
  const startedAtS = Date.now() / 1000 - process.uptime();
  metrics.gauge('process_start_time_seconds', 'When the process started, in Unix time', () => {
    return startedAtS;
  });
}
