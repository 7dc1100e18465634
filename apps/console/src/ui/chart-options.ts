import uPlot from 'uplot';

import { createDateFormat } from '../i18n/format.ts';

/** What a chart shows; colours are names of the style sheet. */
export interface ChartSeries {
  readonly label: string;
  readonly tone: 'good' | 'bad' | 'first' | 'second';
  /** One for each time; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface ChartShape {
  /** Bars stand on each other; lines stand for themselves. */
  readonly kind: 'bars' | 'lines';
  /** Largest value that is sure to be in sight; undefined: what the values need. */
  readonly max?: number | undefined;
  readonly format: (value: number) => string;
  /** From when to when, in milliseconds since the epoch; undefined: what the times need. */
  readonly range?: readonly [number, number] | undefined;
}

const FONT = '12px system-ui, sans-serif';

/** Half of the widest label of a time, which may stand at the very end. */
const LABEL_ROOM = 40;

/** The options of a chart on an element, in the colours that hold there now. */
export function chartOptions(
  host: HTMLElement,
  series: readonly ChartSeries[],
  { kind, max, format, range }: ChartShape,
  locale: string,
  onPoint: (index: number | null) => void,
): uPlot.Options {
  const style = getComputedStyle(host);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const axis = { stroke: colour('muted'), font: FONT, ticks: { show: false } };
  const grid = { stroke: colour('line'), width: 1 };
  return {
    width: host.clientWidth,
    height: host.clientHeight,
    legend: { show: false },
    cursor: { y: false, points: { show: kind === 'lines' }, drag: { x: false, y: false } },
    padding: [12, LABEL_ROOM, 0, 0],
    scales: {
      x: {
        time: true,
        ...(range === undefined ? {} : { range: [range[0] / 1000, range[1] / 1000] }),
      },
      y: { range: (_self, _low, high) => [0, niceMax(Math.max(high, max ?? 0), max)] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: 70, values: timeLabels(locale) },
      { ...axis, grid, size: 62, space: 36, values: (_self, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      ...series.map(({ label, tone }): uPlot.Series =>
        kind === 'bars'
          ? {
              label,
              fill: colour(`chart-${tone}`),
              stroke: colour(`chart-${tone}`),
              width: 0,
              points: { show: false },
              ...(uPlot.paths.bars === undefined
                ? {}
                : { paths: uPlot.paths.bars({ size: [0.72, 40, 1], radius: 0.1, align: 1 }) }),
            }
          : {
              label,
              stroke: colour(`chart-${tone}`),
              width: 2,
              spanGaps: true,
              points: { show: true, size: 5, fill: colour(`chart-${tone}`) },
            },
      ),
    ],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  };
}

/** Bars drawn over each other look stacked when each one holds those before it; the last is first. */
export function stacked(series: readonly ChartSeries[]): ChartSeries[] {
  const sums: number[] = [];
  return series
    .map((one) => ({
      ...one,
      values: one.values.map((value, index) => {
        sums[index] = (sums[index] ?? 0) + (value ?? 0);
        return sums[index] ?? 0;
      }),
    }))
    .reverse();
}

function niceMax(high: number, fixed: number | undefined): number {
  if (fixed !== undefined) return fixed;
  return high <= 0 ? 1 : high * 1.1;
}

/** Hours within a day, and the day where one begins. */
function timeLabels(locale: string): uPlot.Axis.DynamicValues {
  const hour = createDateFormat(locale, { timeStyle: 'short' });
  const second = createDateFormat(locale, { timeStyle: 'medium' });
  const day = createDateFormat(locale, { day: 'numeric', month: 'short' });
  return (_self, ticks, _axis, _space, stepS) =>
    ticks.map((atS) => {
      const at = new Date(atS * 1000);
      const isMidnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
      if (isMidnight || stepS >= 86_400) return day.format(at);
      return (stepS < 60 ? second : hour).format(at);
    });
}
