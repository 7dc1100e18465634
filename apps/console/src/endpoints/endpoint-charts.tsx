import type { ErrorClass } from '@webhooks/domain';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import type { EndpointBucket, EndpointStatistics } from '../api/endpoint-types.ts';
import { endpointStatistics } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { Failures } from '../detail/failures.tsx';
import { formatCount, formatDuration, formatShare } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { inParts, spansPerBar, spanStarts } from '../ui/fill-spans.ts';
import { Loading } from '../ui/loading.tsx';
import { Select } from '../ui/select.tsx';
import { TimeChart } from '../ui/time-chart.tsx';

const LOOK_MS = 10_000;

/** More bars than this are too thin to be seen. */
const MAX_BARS = 48;

const periods = ['1', '24', '168'] as const;

/** How an endpoint did over time: what came of attempts, how many succeeded, how long they took. */
export function EndpointCharts({ id }: { readonly id: string }): JSX.Element {
  const { endpoints: texts } = t();
  const [hours, setHours] = useState<(typeof periods)[number]>('24');
  const { data, asOfMs, error, isLoading, reload } = usePolled(
    `endpoint statistics ${id} ${hours}`,
    (signal) => endpointStatistics(id, Number(hours), signal),
    () => LOOK_MS,
  );
  return (
    <>
      <div class="section-head section-head-bare">
        <h2>{texts.attempts}</h2>
        <Select
          label={texts.window}
          value={hours}
          options={periods.map((one) => [
            one,
            Number(one) > 48
              ? texts.days(Number(one) / 24, formatCount(Number(one) / 24))
              : texts.hours(Number(one), formatCount(Number(one))),
          ])}
          onChange={setHours}
        />
      </div>
      {error !== null && <ErrorNotice error={error} asOfMs={asOfMs} onRetry={reload} />}
      {isLoading && <Loading rows={3} />}
      {data !== undefined && <Charts statistics={data} hours={Number(hours)} />}
    </>
  );
}

function Charts(props: {
  readonly statistics: EndpointStatistics;
  readonly hours: number;
}): JSX.Element {
  const { statistics, hours } = props;
  const { endpoints: texts } = t();
  // The time of the newest look, so that the axis moves on with the data alone.
  const toMs = useMemo(() => Date.now(), [statistics]);
  if (statistics.results.every(({ attempts }) => attempts === 0)) {
    return (
      <section class="card">
        <EmptyState icon="clock" title={texts.noData} />
      </section>
    );
  }
  const { times, sums, barMs } = joinedBuckets(statistics, toMs - hours * 3_600_000, toMs);
  // One axis for all of them, so that what stands below each other happened together.
  const range = [times[0] ?? 0, (times.at(-1) ?? toMs) + barMs] as const;
  const slow = statistics.results;
  return (
    <div class="two-columns">
      <section class="card">
        <TimeChart
          title={texts.chartAttempts}
          kind="bars"
          format={(value) => formatCount(Math.round(value))}
          range={range}
          times={times}
          series={[
            { label: texts.succeeded, tone: 'good', values: sums.map((one) => one.succeeded) },
            { label: texts.failed, tone: 'bad', values: sums.map((one) => one.failed) },
          ]}
        />
      </section>
      <section class="card">
        <TimeChart
          title={texts.chartRate}
          kind="lines"
          max={1}
          format={formatShare}
          range={range}
          times={times}
          series={[{ label: texts.success, tone: 'first', values: sums.map(shareOf) }]}
        />
      </section>
      <section class="card">
        <TimeChart
          title={texts.chartLatency}
          kind="lines"
          format={formatDuration}
          range={range}
          times={slow.map(({ start }) => Date.parse(start))}
          series={[
            { label: texts.p50, tone: 'first', values: slow.map((one) => one.p50_ms) },
            { label: texts.p95, tone: 'second', values: slow.map((one) => one.p95_ms) },
          ]}
        />
      </section>
      <section class="card">
        <h2>{texts.failures}</h2>
        <Failures failures={failuresOf(statistics.results)} />
      </section>
    </div>
  );
}

interface Sum {
  readonly succeeded: number;
  readonly failed: number;
}

/** Attempts in as many stretches as can be distinguished on a chart. */
function joinedBuckets(
  { bucket_seconds: spanS, results }: EndpointStatistics,
  fromMs: number,
  toMs: number,
): { readonly times: number[]; readonly sums: Sum[]; readonly barMs: number } {
  const known = new Map(results.map((one) => [Date.parse(one.start), one]));
  const starts = spanStarts([...known.keys()], spanS * 1000, fromMs, toMs);
  const perBar = spansPerBar(starts.length, MAX_BARS);
  const parts = inParts(starts, perBar);
  const sum = (part: readonly number[], of: 'succeeded' | 'failed'): number =>
    part.reduce((total, startMs) => total + (known.get(startMs)?.[of] ?? 0), 0);
  return {
    times: parts.map(([startMs = 0]) => startMs),
    barMs: perBar * spanS * 1000,
    sums: parts.map((part) => ({
      succeeded: sum(part, 'succeeded'),
      failed: sum(part, 'failed'),
    })),
  };
}

function shareOf({ succeeded, failed }: Sum): number | null {
  const attempts = succeeded + failed;
  return attempts === 0 ? null : succeeded / attempts;
}

function failuresOf(
  buckets: readonly EndpointBucket[],
): { error_class: ErrorClass; http_status: null; count: number }[] {
  const counts = new Map<ErrorClass, number>();
  for (const { failures_by_class: byClass } of buckets) {
    for (const [errorClass, count] of Object.entries(byClass) as [ErrorClass, number][]) {
      counts.set(errorClass, (counts.get(errorClass) ?? 0) + count);
    }
  }
  return [...counts].map(([errorClass, count]) => ({
    error_class: errorClass,
    http_status: null,
    count,
  }));
}
