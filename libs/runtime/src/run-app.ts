import { armCrashPoint } from './crash-point.ts';
import { describeFailure } from './describe-failure.ts';
import { endAtOnce } from './end-at-once.ts';
import { keepToOwner } from './private-files.ts';
import { survivingOutput } from './surviving-output.ts';
import { watchForStop } from './watch-for-stop.ts';

/** A started app. */
export interface App {
  [Symbol.asyncDispose](): Promise<void>;
}

/** Limits of a run. */
export interface RunOptions {
  /**
   * How long stopping may take before the process ends by force: 15,000 after a signal, 10,000
   * after an unexpected error unless this is given.
   */
  readonly stopLimitMs?: number;
}

/** What drains within an app has shorter limits of its own. */
const SIGNAL_STOP_LIMIT_MS = 15_000;
/** With all that follows, a process that broke is gone within 15 s, and its supervisor acts. */
const ERROR_STOP_LIMIT_MS = 10_000;
/** How long a process may live on when all of it is stopped, before something is said to leak. */
const LINGER_LIMIT_MS = 3_000;

/**
 * Starts an app and keeps it until SIGINT, SIGTERM or an unexpected error, then disposes it.
 * Failures go to standard error (a StartupError as one line) and make the exit code 1.
 */
export async function runApp(
  name: string,
  start: () => Promise<App>,
  { stopLimitMs }: RunOptions = {},
): Promise<void> {
  survivingOutput();
  keepToOwner();
  using limit = new ForcedExit(name);
  const stopWithin = (limitMs: number): void =>
    limit.after(limitMs, `did not stop within ${limitMs / 1000} s, ended by force`);
  const report = (error: unknown): void => {
    process.exitCode = 1;
    process.stderr.write(`${name}: ${describeFailure(error)}\n`);
  };
  using stop = watchForStop((error) => {
    report(error);
    stopWithin(stopLimitMs ?? ERROR_STOP_LIMIT_MS);
  });
  void stop.requested.then(() => stopWithin(stopLimitMs ?? SIGNAL_STOP_LIMIT_MS));
  try {
    armCrashPoint(process.env);
    const app = await start();
    await stop.requested;
    await app[Symbol.asyncDispose]();
  } catch (error) {
    report(error);
  }
}

/** Ends the process for certain: when stopping takes too long, or something keeps it alive. */
class ForcedExit {
  readonly #name: string;
  #timer: NodeJS.Timeout | undefined;
  #atMs = Infinity;

  constructor(name: string) {
    this.#name = name;
  }

  /** The earliest of several limits counts. */
  after(limitMs: number, message: string): void {
    const atMs = performance.now() + limitMs;
    if (atMs >= this.#atMs) return;
    this.#atMs = atMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      process.stderr.write(`${this.#name}: ${message}\n`);
      endAtOnce();
    }, limitMs);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#atMs = Infinity;
    this.after(LINGER_LIMIT_MS, 'stopped, but something kept the process alive');
    this.#timer?.unref();
  }
}
