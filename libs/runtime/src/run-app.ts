import { armCrashPoint } from './crash-point.ts';
import { describeFailure } from './describe-failure.ts';
import { watchForStop } from './watch-for-stop.ts';

/** A started app. */
export interface App {
  [Symbol.asyncDispose](): Promise<void>;
}

/** Limits of a run. */
export interface RunOptions {
  /** How long stopping may take before the process ends by force. Default 15,000. */
  readonly stopLimitMs?: number;
}

/** What drains within an app has shorter limits of its own. */
const DEFAULT_STOP_LIMIT_MS = 15_000;
/** How long a process may live on when all of it is stopped, before something is said to leak. */
const LINGER_LIMIT_MS = 3_000;

/**
 * Starts an app and keeps it until SIGINT, SIGTERM or an unexpected error, then disposes it.
 * Failures go to standard error (a StartupError as one line) and make the exit code 1.
 */
export async function runApp(
  name: string,
  start: () => Promise<App>,
  { stopLimitMs = DEFAULT_STOP_LIMIT_MS }: RunOptions = {},
): Promise<void> {
  const report = (error: unknown): void => {
    process.stderr.write(`${name}: ${describeFailure(error)}\n`);
    process.exitCode = 1;
  };
  using stop = watchForStop(report);
  using limit = new ForcedExit(name);
  void stop.requested.then(() => {
    limit.after(stopLimitMs, `did not stop within ${stopLimitMs / 1000} s, ended by force`);
  });
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

  constructor(name: string) {
    this.#name = name;
  }

  after(limitMs: number, message: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      process.stderr.write(`${this.#name}: ${message}\n`);
      // What hangs would keep the process alive, so setting exitCode is not enough here.
      process.exit(1);
    }, limitMs);
  }

  [Symbol.dispose](): void {
    this.after(LINGER_LIMIT_MS, 'stopped, but something kept the process alive');
    this.#timer?.unref();
  }
}
