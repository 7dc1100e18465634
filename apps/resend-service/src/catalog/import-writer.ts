import type { CatalogStore, Timers } from '@webhooks/domain';
import type { ImportStore } from '@webhooks/store';
import type { Logger } from '@webhooks/telemetry';

import { SMALL_GROUPS } from './record-groups.ts';

/** What an import writes with. */
export type RecordSink = Pick<CatalogStore, 'write'>;

/** The same for one import; disposing it says that the import is over. */
export interface ImportSink extends RecordSink, Disposable {}

/** How long the thread stays when no import runs: it takes some tens of megabytes. */
const IDLE_MS = 10_000;

export interface ImportWriterOptions {
  readonly catalog: RecordSink;
  /** Calls onLost when the thread ends by itself. */
  readonly startThread: (onLost: (error: Error) => void) => Promise<ImportStore>;
  readonly timers: Timers;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Has large imports written in a thread of their own, which is started for the first of them and
 * stays for a while: the next group is received and read while one is written.
 */
export class ImportWriter implements AsyncDisposable {
  readonly #options: ImportWriterOptions;
  #running = 0;
  #thread: ImportStore | null = null;
  #starting: Promise<void> | null = null;
  #closing: Promise<void> = Promise.resolve();
  #cancelClose: () => void = () => undefined;

  constructor(options: ImportWriterOptions) {
    this.#options = options;
  }

  /** For one import, whose groups are given one after the other. */
  begin(): ImportSink {
    const { catalog, timers } = this.#options;
    let groups = 0;
    let used: RecordSink = catalog;
    let last: Promise<unknown> = Promise.resolve();
    this.#running += 1;
    this.#cancelClose();
    return {
      write: async (...call) => {
        groups += 1;
        if (groups > SMALL_GROUPS) await (this.#starting ??= this.#start());
        const sink = this.#thread ?? catalog;
        // What was given to the other one may still wait for the write lock.
        if (sink !== used) await last.catch(() => undefined);
        used = sink;
        const writing = sink.write(...call);
        last = writing;
        return writing;
      },
      [Symbol.dispose]: () => {
        this.#running -= 1;
        if (this.#running > 0) return;
        this.#cancelClose = timers.after(IDLE_MS, () => {
          this.#closing = this.#close();
        });
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cancelClose();
    await this.#closing;
    await this.#close();
  }

  async #close(): Promise<void> {
    await this.#starting;
    const thread = this.#thread;
    this.#thread = null;
    this.#starting = null;
    await thread?.[Symbol.asyncDispose]();
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
