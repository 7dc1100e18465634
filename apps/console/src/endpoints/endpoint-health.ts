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

/** What needs a look, most urgent first; the others need none. */
const urgent: readonly EndpointHealth[] = ['disabled', 'open', 'failing', 'probing'];

/** Those that need a look first, else in their order. */
export function worstFirst(endpoints: readonly Endpoint[]): Endpoint[] {
  const rank = (endpoint: Endpoint): number => {
    const place = urgent.indexOf(healthOf(endpoint));
    return place === -1 ? urgent.length : place;
  };
  return [...endpoints].sort((one, other) => rank(one) - rank(other));
}

export function needsLook(endpoint: Endpoint): boolean {
  return urgent.includes(healthOf(endpoint));
}

export const healthLooks = {
  disabled: { tone: 'warn', icon: 'cross' },
  open: { tone: 'bad', icon: 'pause' },
  probing: { tone: 'warn', icon: 'clock' },
  failing: { tone: 'bad', icon: 'alert' },
  healthy: { tone: 'good', icon: 'check' },
  idle: { tone: 'calm', icon: 'clock' },
} as const satisfies Record<EndpointHealth, { readonly tone: Tone; readonly icon: IconName }>;
