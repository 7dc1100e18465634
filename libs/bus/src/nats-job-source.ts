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
  /** Where a source is listed while it is started. */
  readonly #started: Set<JobSource>;
  #consumption: Consumption | null = null;

  constructor(link: Link, options: JobSourceOptions, started: Set<JobSource>, logger: Logger) {
    this.#link = link;
    this.#options = { ...options, ackWaitMs: options.ackWaitMs ?? DEFAULT_ACK_WAIT_MS };
    this.#started = started;
    this.#logger = logger;
  }

  /** Resolves at once, whether the broker is there or not. */
  async start(handler: (job: ReceivedJob, signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#consumption !== null) throw new Error('the source is started already');
    this.#consumption = new Consumption(this.#link, this.#options, handler, this.#logger);
    this.#started.add(this);
  }

  async stop(timeoutMs: number): Promise<void> {
    const consumption = this.#consumption;
    this.#consumption = null;
    this.#started.delete(this);
    await consumption?.stop(timeoutMs);
  }
}
