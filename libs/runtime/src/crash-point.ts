import { StartupError } from './startup-error.ts';

/** Moments after which a process may die, in the order in which a resend passes them. */
export const crashPoints = [
  'collected-not-sent',
  'relayed-no-result',
  'relayed-not-begun',
  'begun-not-committed',
  'committed-not-answered',
  'result-not-sent',
  'result-sent',
  'result-not-told',
  'answered-not-published',
  'published-not-marked',
  'taken-not-planned',
  'planned-not-sent',
  'sent-no-response',
  'response-not-recorded',
  'recorded-not-acknowledged',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** Bundles are made for production: they define this, and no crash point in them can be armed. */
declare const CRASH_POINTS_LEFT_OUT: true | undefined;

interface Armed {
  readonly point: CrashPoint;
  /** Milliseconds from the last pass to the end, in which other things continue. */
  readonly delayMs: number;
  passesLeft: number;
}

let armed: Armed | null = null;

/**
 * A moment at which a test may end this process as `kill -9` does; nothing otherwise. Awaited, it
 * holds the caller until the end.
 */
export function crashPoint(point: CrashPoint): Promise<never> | undefined {
  if (armed === null || armed.point !== point) return undefined;
  armed.passesLeft -= 1;
  if (armed.passesLeft > 0) return undefined;
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  if (armed.delayMs === 0) die();
  else setTimeout(die, armed.delayMs);
  return new Promise(() => {});
}

/**
 * Arms what CRASH_AT says, as "point:pass:delayMs". Only a test may: NODE_ENV has to be "test".
 *
 * @throws StartupError when anybody else asks for it, or for what does not exist.
 */
export function armCrashPoint(env: Readonly<Record<string, string | undefined>>): void {
  const text = env['CRASH_AT'];
  if (text === undefined || text === '') return;
  if (typeof CRASH_POINTS_LEFT_OUT !== 'undefined' || env['NODE_ENV'] !== 'test') {
    throw new StartupError('CRASH_AT ends the process on purpose, which only tests may ask for');
  }
  const [, name, pass = '', delay = ''] = /^([a-z-]+):([1-9]\d{0,5}):(\d{1,5})$/.exec(text) ?? [];
  const point = crashPoints.find((known) => known === name);
  if (point === undefined) throw new StartupError('CRASH_AT must be like sent-no-response:3:10');
  armed = { point, passesLeft: Number(pass), delayMs: Number(delay) };
}
