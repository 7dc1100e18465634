import { FencedOffError, type Timers } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

/** From the first to the longest wait between two tries. */
const DELAY_MS = { first: 50, last: 1000 };

export interface RetryUntilAbortedOptions {
  readonly timers: Timers;
  readonly logger: Logger;
  /** Ends the tries. */
  readonly signal: AbortSignal;
}

/**
 * Does a database operation until it works: a full disk or a lock passes, and no outcome may be
 * given up for it. Rejects only when this dispatcher is fenced off or stopped.
 */
export async function retryUntilAborted<T>(
  what: string,
  operation: () => Promise<T>,
  { timers, logger, signal }: RetryUntilAbortedOptions,
): Promise<T> {
  for (let delayMs = DELAY_MS.first; ; delayMs = Math.min(delayMs * 2, DELAY_MS.last)) {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof FencedOffError || signal.aborted) throw error;
      logger.error({ err: error, retryInMs: delayMs }, `cannot ${what}`);
      await new Promise<void>((resolve) => timers.after(delayMs, resolve));
      signal.throwIfAborted();
    }
  }
}
