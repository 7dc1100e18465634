import type { JSX } from 'preact';

import type { ResendStatistics } from '../api/endpoint-types.ts';
import { resendStatistics } from '../api/endpoints-api.ts';
import type { ResendDetail } from '../api/types.ts';
import { type Polled, usePolled } from '../api/use-polled.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { spanStarts } from '../ui/fill-spans.ts';
import { Loading } from '../ui/loading.tsx';
import { TimeChart } from '../ui/time-chart.tsx';
import { Failures } from './failures.tsx';
import { NotSent } from './not-sent.tsx';

const LOOK_MS = 2_000;

/** A chart of fewer spans says little. */
const MIN_SPANS = 10;

/** The statistics of a resend as long as it moves. */
export function useStatistics({
  id,
  finished_at: finishedAt,
}: ResendDetail): Polled<ResendStatistics> {
  // Asked once more when it is settled, for the last outcomes.
  return usePolled(
    `statistics ${id} ${finishedAt ?? ''}`,
    (signal) => resendStatistics(id, signal),
    () => (finishedAt === null ? LOOK_MS : null),
  );
}

/** Outcomes over time, and why deliveries fail. */
export function Statistics(props: {
  readonly resend: ResendDetail;
  readonly polled: Polled<ResendStatistics>;
}): JSX.Element | null {
  const { resend, polled } = props;
  const { data, error, isLoading, reload } = polled;
  if (resend.deliveries_pruned) return null;
  return (
    <div class="two-columns">
      <section class="card">
        {error !== null && <ErrorNotice error={error} onRetry={reload} />}
        {isLoading && <Loading rows={3} />}
        {data !== undefined && <OverTime statistics={data} />}
      </section>
      <section class="card">
        <h2>{t().detail.failures}</h2>
        {isLoading && <Loading rows={3} />}
        {data !== undefined && <Failures failures={data.failures} none={nothingFailed(resend)} />}
      </section>
    </div>
  );
}

/** Undefined: all was sent. */
function nothingFailed(resend: ResendDetail): JSX.Element | undefined {
  return (resend.skipped ?? 0) > 0 ? <NotSent resend={resend} /> : undefined;
}

function OverTime({ statistics }: { readonly statistics: ResendStatistics }): JSX.Element {
  const { detail: texts, names } = t();
  const { over_time: spans } = statistics;
  if (spans.length === 0) {
    return (
      <>
        <h2>{texts.overTime}</h2>
        <p class="muted">{texts.overTimeEmpty}</p>
      </>
    );
  }
  const known = new Map(spans.map((one) => [Date.parse(one.start), one]));
  const starts = [...known.keys()];
  const spanMs = statistics.bucket_seconds * 1000;
  const [firstMs = 0] = starts;
  // Some room around what was over at once.
  const toMs = Math.max(starts.at(-1) ?? 0, firstMs + MIN_SPANS * spanMs);
  const times = spanStarts(starts, spanMs, firstMs - spanMs, toMs);
  const range = [times[0] ?? firstMs, (times.at(-1) ?? toMs) + spanMs] as const;
  return (
    <TimeChart
      title={texts.overTime}
      kind="bars"
      format={(count) => formatCount(Math.round(count))}
      range={range}
      times={times}
      series={[
        {
          label: names.states.DELIVERED,
          tone: 'good',
          values: times.map((atMs) => known.get(atMs)?.delivered ?? 0),
        },
        {
          label: names.states.FAILED,
          tone: 'bad',
          values: times.map((atMs) => known.get(atMs)?.failed ?? 0),
        },
      ]}
    />
  );
}
