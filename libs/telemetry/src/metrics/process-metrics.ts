import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Sample } from './counter.ts';

/** How often the loop is looked at, in milliseconds. */
const RESOLUTION_MS = 10;
const PERCENTILES = [50, 99, 99.9, 100] as const;
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

/** What every process tells about itself; the returned function ends it. */
export function observeProcess(metrics: SampledMetrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  metrics.gauges(
    'event_loop_delay_seconds',
    'How late timers of the event loop came since the last scrape, by percentile',
    // The label "quantile" belongs to summaries.
    ['percentile'],
    () => {
      const samples = PERCENTILES.map((percentile) => {
        // A timer that is on time comes after its resolution.
        const lateS = delay.percentile(percentile) / NS_PER_S - RESOLUTION_MS / 1000;
        return [{ percentile: String(percentile) }, Math.max(0, lateS)] as const;
      });
      delay.reset();
      return samples;
    },
  );
  metrics.gauge('process_resident_memory_bytes', 'Resident memory', () => {
    return process.memoryUsage.rss();
  });
  metrics.gauge('process_heap_used_bytes', 'JavaScript heap in use', () => {
    return process.memoryUsage().heapUsed;
  });
  metrics.readCounter('process_cpu_seconds_total', 'CPU time used', [], () => {
    const { user, system } = process.cpuUsage();
    return [[{}, (user + system) / 1e6]];
  });
  const startedAtS = Date.now() / 1000 - process.uptime();
  metrics.gauge('process_start_time_seconds', 'When the process started, in Unix time', () => {
    return startedAtS;
  });
  return () => delay.disable();
}
