import 'uplot/dist/uPlot.min.css';

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';

import { isDark } from '../appearance/appearance.ts';
import { formatPrecise } from '../i18n/format.ts';
import { language, t } from '../i18n/locale.ts';
import { type ChartSeries, chartOptions, type ChartShape, stacked } from './chart-options.ts';

export interface TimeChartProps extends ChartShape {
  readonly title: string;
  /** Starts of the spans of time, in milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
}

/** Values over time, drawn and as a table. */
export function TimeChart(props: TimeChartProps): JSX.Element {
  const { title, times, series, kind, max, format, range } = props;
  const host = useRef<HTMLDivElement>(null);
  const [point, setPoint] = useState<number | null>(null);
  const look = `${language.value} ${isDark()}`;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const drawn = kind === 'bars' ? stacked(series) : series;
    const options = chartOptions(
      element,
      drawn,
      { kind, max, format, range },
      language.value,
      setPoint,
    );
    const plot = new uPlot(options, dataOf(times, drawn), element);
    const follow = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    follow.observe(element);
    return () => {
      follow.disconnect();
      plot.destroy();
    };
  }, [JSON.stringify([times, series, range]), look]);
  const isPointed = point !== null && point < times.length;
  const shown = isPointed ? point : newest(series);
  // Bars add up; a share or a length of time does not.
  const areTotals = kind === 'bars' && !isPointed;
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-title">{title}</span>
        <span class="chart-legend">
          <span class="muted">
            {areTotals ? t().app.total : times[shown] !== undefined && formatPrecise(times[shown])}
          </span>
          {series.map(({ label, tone, values }) => (
            <span key={label} class={`key key-${tone}`}>
              {label} <b>{valueText(areTotals ? sumOf(values) : values[shown], format)}</b>
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={host} class="chart-plot" aria-hidden="true" />
      <FigureTable {...props} />
    </figure>
  );
}

function FigureTable({ title, times, series, format }: TimeChartProps): JSX.Element {
  return (
    <details class="figures">
      <summary>{t().app.asTable}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t().endpoints.time}</th>
              {series.map(({ label }) => (
                <th key={label} scope="col" class="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((atMs, index) => (
              <tr key={atMs}>
                <th scope="row">{formatPrecise(atMs)}</th>
                {series.map(({ label, values }) => (
                  <td key={label} class="number">
                    {valueText(values[index], format)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function dataOf(times: readonly number[], series: readonly ChartSeries[]): uPlot.AlignedData {
  return [times.map((atMs) => atMs / 1000), ...series.map(({ values }) => [...values])];
}

/** The last moment at which there was anything. */
function newest(series: readonly ChartSeries[]): number {
  const last = (series[0]?.values.length ?? 0) - 1;
  const ends = series.map(({ values }) => values.findLastIndex((value) => (value ?? 0) !== 0));
  const end = Math.max(...ends);
  return end === -1 ? last : end;
}

function sumOf(values: ChartSeries['values']): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? t().app.none : format(value);
}
