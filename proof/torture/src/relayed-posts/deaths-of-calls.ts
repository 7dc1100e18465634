import type { CrashPoint } from '@webhooks/runtime';
import type { AppName } from '@webhooks/proof-kit';

import type { Death } from '../crash/deaths.ts';

/** The apps that a call of many posts leads through. */
export type CallingApp = Extract<AppName, 'rest-facade' | 'resend-service'>;

/** The points of each app in the order in which a call passes them. */
export const pointsOf = {
  'rest-facade': ['collected-not-sent', 'relayed-no-result', 'result-not-told'],
  'resend-service': [
    'relayed-not-begun',
    'begun-not-committed',
    'committed-not-answered',
    'result-not-sent',
    'result-sent',
  ],
} as const satisfies Readonly<Record<CallingApp, readonly CrashPoint[]>>;

/** How long the end of some is put off at most, so that what they stand behind goes out. */
const MOST_DELAY_MS: Readonly<Partial<Record<CrashPoint, number>>> = {
  'relayed-no-result': 8,
  'result-sent': 4,
};
const MAX_AFTER_MS = 2_500;

/**
 * Deaths of an app in an endless order: each of its points, at the given pass at the latest, and a
 * random moment.
 */
export function* deathsOfCalls(
  app: CallingApp,
  maxPass: number,
  random: () => number,
): Generator<Death, never> {
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  for (;;) {
    for (const point of pointsOf[app]) {
      const delayMs = upTo((MOST_DELAY_MS[point] ?? 0) + 1) - 1;
      yield { kind: 'point', point, pass: upTo(maxPass), delayMs };
    }
    yield { kind: 'moment', afterMs: upTo(MAX_AFTER_MS) };
  }
}
