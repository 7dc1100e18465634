import { DomainError, type PreviewStore } from '@webhooks/domain';
import type { PreviewReaderStore } from '@webhooks/store';
import type { Logger } from '@webhooks/telemetry';

export interface PreviewReaderOptions {
  /** Calls onLost when the thread ends by itself. */
  readonly startThread: (onLost: (error: Error) => void) => Promise<PreviewReaderStore>;
  readonly logger: Pick<Logger, 'warn'>;
}

const RETRY_AFTER_MS = 1_000;

/**
 * Has previews counted in a thread of their own, which is started for the first of them and stays.
 * When it is lost, what it had counted is lost with it; the next preview starts another.
 */
export class PreviewReader implements PreviewStore, AsyncDisposable {
  readonly #options: PreviewReaderOptions;
  #thread: Promise<PreviewReaderStore> | null = null;

  constructor(options: PreviewReaderOptions) {
    this.#options = options;
  }

  async preview(...call: Parameters<PreviewStore['preview']>): ReturnType<PreviewStore['preview']> {
    this.#thread ??= this.#start();
    const used = this.#thread;
    try {
      return await (await used).preview(...call);
    } catch (error) {
      // Still the same thread: the call failed, not the thread.
      if (this.#thread === used) throw error;
      const options = { retryAfterMs: RETRY_AFTER_MS, cause: error };
      throw new DomainError('service_unavailable', 'Previews cannot be counted now', options);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const thread = await this.#thread?.catch(() => null);
    await thread?.[Symbol.asyncDispose]();
  }

  #start(): Promise<PreviewReaderStore> {
    const { startThread, logger } = this.#options;
    const lost = (error: unknown): void => {
      logger.warn({ err: error }, 'The thread for previews has ended');
      this.#thread = null;
    };
    const starting = startThread(lost);
    starting.catch(lost);
    return starting;
  }
}
