import type { JSX } from 'preact';

import type { Endpoint } from '../api/endpoint-types.ts';
import { endpointStatistics } from '../api/endpoints-api.ts';
import { usePolled } from '../api/use-polled.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { sparkBars } from './spark-bars.ts';

const LOOK_MS = 60_000;
const BAR = 4;
const HEIGHT = 24;

/** How the last 24 hours of an endpoint went, hour by hour; nothing is asked where nothing was sent. */
export function Sparkline({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element | null {
  const { attempts, succeeded } = endpoint.last_24h;
  return attempts === 0 ? null : (
    <Bars id={endpoint.id} failed={attempts - succeeded} attempts={attempts} />
  );
}

function Bars(props: {
  readonly id: string;
  readonly failed: number;
  readonly attempts: number;
}): JSX.Element {
  const { data } = usePolled(
    `last day of ${props.id}`,
    (signal) => endpointStatistics(props.id, 24, signal),
    () => LOOK_MS,
  );
  const bars = sparkBars(data?.results ?? [], Date.now());
  const label = t().rows.activityOf(formatCount(props.failed), formatCount(props.attempts));
  return (
    <svg
      class="spark"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bars.length * BAR} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {bars.map(({ attempts, failed }, index) => (
        <g key={index}>
          <Bar class="spark-all" index={index} share={attempts} />
          <Bar class="spark-failed" index={index} share={failed} />
        </g>
      ))}
    </svg>
  );
}

function Bar(props: {
  readonly class: string;
  readonly index: number;
  readonly share: number;
}): JSX.Element | null {
  if (props.share === 0) return null;
  const height = Math.max(1, props.share * HEIGHT);
  return (
    <rect
      class={props.class}
      x={props.index * BAR}
      y={HEIGHT - height}
      width={BAR - 1}
      height={height}
    />
  );
}
