import type { CatalogStore } from '@webhooks/domain';
import type { CatalogThread } from '@webhooks/store';
import type { Logger } from '@webhooks/telemetry';

/** What an import writes with. */
export type RecordSink = Pick<CatalogStore, 'write'>;

/** Groups of an import before it is large: most are small, and a thread takes a moment to start. */
const SMALL_IMPORT_GROUPS = 2;

export interface ImportWriterOptions {
  readonly catalog: RecordSink;
  /** Calls onLost when the thread ends by itself. */
  readonly startThread: (onLost: (error: Error) => void) => Promise<CatalogThread>;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Has large imports written in a thread of their own, which is started for the first of them and
 * stays: the next group is received and read while one is written, and commits hold up no other call.
 */
export class ImportWriter implements AsyncDisposable {
  readonly #options: ImportWriterOptions;
  #thread: CatalogThread | null = null;
  #starting: Promise<void> | null = null;

  constructor(options: ImportWriterOptions) {
    this.#options = options;
  }

  /** For one import, whose groups are given one after the other. */
  begin(): RecordSink {
    let groups = 0;
    return {
      write: (...call) => {
        groups += 1;
        if (groups > SMALL_IMPORT_GROUPS) this.#starting ??= this.#start();
        return (this.#thread ?? this.#options.catalog).write(...call);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#starting;
    await this.#thread?.[Symbol.asyncDispose]();
  }

  /** Without a thread, imports are written as small ones are. */
  async #start(): Promise<void> {
    const { startThread, logger } = this.#options;
    try {
      this.#thread = await startThread((error) => {
        logger.warn({ err: error }, 'The thread for imports has ended');
        // The next large import starts another.
        this.#thread = null;
        this.#starting = null;
      });
    } catch (error) {
      logger.warn({ err: error }, 'No thread for imports could be started');
    }
  }
}
