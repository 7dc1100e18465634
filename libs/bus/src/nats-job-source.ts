import type { JobSource, ReceivedJob, ResendMode } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { Consumption } from './consumption.ts';
import type { Link } from './link.ts';

/** What a source takes. */
export interface JobSourceOptions {
  readonly mode: ResendMode;
  /** Jobs in hand at once. */
  readonly maxInFlight: number;
}

/** Takes jobs of one mode from the work queue; can be started again after it was stopped. */
export class NatsJobSource implements JobSource {
  readonly #link: Link;
  readonly #options: JobSourceOptions;
  readonly #logger: Logger;
  #consumption: Consumption | null = null;

  constructor(link: Link, options: JobSourceOptions, logger: Logger) {
    this.#link = link;
    this.#options = options;
    this.#logger = logger;
  }

  /** Resolves at once, whether the broker is there or not. */
  async start(handler: (job: ReceivedJob, signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#consumption !== null) throw new Error('the source is started already');
    this.#consumption = new Consumption(this.#link, this.#options, handler, this.#logger);
  }

  async stop(timeoutMs: number): Promise<void> {
    const consumption = this.#consumption;
    this.#consumption = null;
    await consumption?.stop(timeoutMs);
  }
}
