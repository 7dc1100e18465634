import type { JobPublisher, JobSource } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { Link } from './link.ts';
import { NatsJobPublisher } from './nats-job-publisher.ts';
import { NatsJobSource } from './nats-job-source.ts';
import { DEFAULT_STREAM_BYTES } from './stream-size.ts';
import type { JobSourceOptions } from './topology.ts';

/** Where the broker is and who asks. */
export interface BusOptions {
  /** "nats://host:port" or "tls://host:port", with user and password where the server wants them. */
  readonly url: string;
  /** Shown in the server's list of connections. */
  readonly name: string;
  readonly logger: Logger;
  /** Jobs beyond so many bytes are refused. Default 1 GiB. */
  readonly maxStreamBytes?: number;
  /** How often it is logged why there is no connection, while that lasts. Default 60 s. */
  readonly repeatMs?: number;
}

/** The way to and from the broker. */
export interface Bus extends AsyncDisposable {
  readonly publisher: JobPublisher;
  createSource(options: JobSourceOptions): JobSource;
  /** Whether the broker answers and its stream is in place. */
  readonly connected: boolean;
  /** Calls whenever that becomes true; the returned function ends it. */
  onConnected(listener: () => void): () => void;
}

/**
 * Connects in the background, makes what is missing at the broker, and heals by itself for as long
 * as it lives. Disposing it gives back the jobs in hand; stop the sources before to finish them.
 */
export function connectBus(options: BusOptions): Bus {
  const { url, name, logger, maxStreamBytes = DEFAULT_STREAM_BYTES, repeatMs = 60_000 } = options;
  const link = new Link({ url: new URL(url), name, maxStreamBytes }, logger, repeatMs);
  const started = new Set<JobSource>();
  return {
    publisher: new NatsJobPublisher(link),
    createSource: (sourceOptions) => new NatsJobSource(link, sourceOptions, started, logger),
    get connected() {
      return link.broker !== null;
    },
    onConnected: (listener) => link.onConnection(() => listener()),
    [Symbol.asyncDispose]: async () => {
      for (const source of started) await source.stop(0);
      await link[Symbol.asyncDispose]();
    },
  };
}
