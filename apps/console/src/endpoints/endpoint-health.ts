import type { Endpoint } from '../api/endpoint-types.ts';
import type { IconName } from '../ui/icons.tsx';
import type { Tone } from '../ui/pill.tsx';

export type EndpointHealth = 'disabled' | 'open' | 'probing' | 'failing' | 'healthy' | 'idle';

/** Below this share of successes an endpoint is called failing. */
const HEALTHY_SHARE = 0.95;

/** How an endpoint is, in one word: what stops it first. */
export function healthOf(endpoint: Endpoint): EndpointHealth {
  const { enabled, breaker, last_24h: day } = endpoint;
  if (!enabled) return 'disabled';
  if (breaker.state === 'OPEN') return 'open';
  if (breaker.state === 'HALF_OPEN') return 'probing';
  if (day.success_rate === null) return 'idle';
  return day.success_rate < HEALTHY_SHARE ? 'failing' : 'healthy';
}

export const healthLooks = {
  disabled: { tone: 'warn', icon: 'cross' },
  open: { tone: 'bad', icon: 'pause' },
  probing: { tone: 'warn', icon: 'clock' },
  failing: { tone: 'bad', icon: 'alert' },
  healthy: { tone: 'good', icon: 'check' },
  idle: { tone: 'calm', icon: 'clock' },
} as const satisfies Record<EndpointHealth, { readonly tone: Tone; readonly icon: IconName }>;
