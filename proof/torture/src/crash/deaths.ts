import type { CrashPoint } from '@webhooks/runtime';
import type { AppName, Settings } from '@webhooks/proof-kit';

/** How a life of an app ends. */
export type Death =
  /** At a named point, at its nth pass, some milliseconds after it. */
  | {
      readonly kind: 'point';
      readonly point: CrashPoint;
      readonly pass: number;
      readonly delayMs: number;
    }
  /** So many milliseconds after it was started, ready or not. */
  | { readonly kind: 'moment'; readonly afterMs: number }
  /** Instead of its nth call of a system call, in any thread. */
  | { readonly kind: 'syscall'; readonly call: string; readonly number: number };

/** The apps of the points that every resend passes; others are only in calls of many posts. */
const appOf: Readonly<Partial<Record<CrashPoint, AppName>>> = {
  'begun-not-committed': 'resend-service',
  'committed-not-answered': 'resend-service',
  'answered-not-published': 'resend-service',
  'published-not-marked': 'resend-service',
  'taken-not-planned': 'dispatcher',
  'planned-not-sent': 'dispatcher',
  'sent-no-response': 'dispatcher',
  'response-not-recorded': 'dispatcher',
  'recorded-not-acknowledged': 'dispatcher',
};

export const pointsOfResends = Object.keys(appOf) as readonly CrashPoint[];

/** Points that are held until the end, in which others continue: an answer, or a request, goes out. */
const HELD_MS: Readonly<Partial<Record<CrashPoint, number>>> = {
  'answered-not-published': 30,
  'sent-no-response': 4,
};

/** How an app writes to its files and its peers, with the most that is let through. */
const callsOf: Readonly<Record<AppName, Readonly<Record<string, number>>>> = {
  'resend-service': { pwrite64: 60, fsync: 20, write: 60 },
  dispatcher: { pwrite64: 60, fsync: 20, write: 60 },
  'rest-facade': { write: 30 },
};
const MAX_PASS = 12;
const MAX_AFTER_MS = 2_500;

/** Deaths of an app in an endless order: its points, moments between them, system calls. */
export function* deathsOf(
  app: AppName,
  random: () => number,
  canTrace: boolean,
): Generator<Death, never> {
  const points = pointsOfResends.filter((point) => appOf[point] === app);
  const calls = Object.entries(callsOf[app]);
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  for (;;) {
    for (const point of points) {
      yield { kind: 'point', point, pass: upTo(MAX_PASS), delayMs: HELD_MS[point] ?? 0 };
      yield { kind: 'moment', afterMs: upTo(MAX_AFTER_MS) };
    }
    if (points.length === 0) yield { kind: 'moment', afterMs: upTo(MAX_AFTER_MS) };
    if (!canTrace) continue;
    for (const [call, most] of calls) yield { kind: 'syscall', call, number: upTo(most) };
  }
}

/** The settings by which an app dies by itself. */
export function settingsOf(death: Death): Settings {
  if (death.kind !== 'point') return {};
  const { point, pass, delayMs } = death;
  return { NODE_ENV: 'test', CRASH_AT: `${point}:${pass}:${delayMs}` };
}

/** What the app is run by so that it dies. The tracer goes aside: the app stays our own child. */
export function wrapperOf(death: Death): readonly string[] {
  if (death.kind !== 'syscall') return [];
  const { call, number } = death;
  const inject = `inject=${call}:signal=SIGKILL:when=${number}`;
  return ['strace', '-D', '-f', '-qqq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject];
}

/** The name under which deaths of this sort are counted. */
export function nameOf(death: Death): string {
  return death.kind === 'point'
    ? death.point
    : death.kind === 'moment'
      ? 'moment'
      : `at-${death.call}`;
}
