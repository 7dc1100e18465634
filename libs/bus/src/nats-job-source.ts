import type { JobSource, ReceivedJob } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { Consumption } from './consumption.ts';
import type { Link } from './link.ts';
import type { JobSourceOptions } from './topology.ts';

const DEFAULT_ACK_WAIT_MS = 30_000;

/** Takes jobs of one mode from the work queue; can be started again after it was stopped. */
export class NatsJobSource implements JobSource {
  readonly #link: Link;
  readonly #options: Required<JobSourceOptions>;
  readonly #logger: Logger;
  #consumption: Consumption | null = null;

  constructor(link: Link, options: JobSourceOptions, logger: Logger) {
    this.#link = link;
    this.#options = { ackWaitMs: DEFAULT_ACK_WAIT_MS, ...options };
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
