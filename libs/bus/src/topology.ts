import type { ResendMode } from '@webhooks/domain';
import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  nanos,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from 'nats';

/** The work queue that all jobs go through. */
export const STREAM = 'RESENDS';

/** Within this time the same publication counts once. */
const DUPLICATE_WINDOW_MS = 120_000;

/** A job is a few dozen bytes and its headers; anything larger is not ours. */
const MAX_MESSAGE_BYTES = 4_096;

/**
 * Jobs that a killed dispatcher held count as pending until their waiting time has passed, so this
 * is far above what one dispatcher holds: the next one must not wait for them.
 */
const MIN_MAX_ACK_PENDING = 1_000;

/** Where jobs of one mode are published. */
export function jobSubject(mode: ResendMode): string {
  return `resends.requested.${mode}`;
}

/** The durable consumer that takes jobs of one mode. */
export function consumerName(mode: ResendMode): string {
  return `dispatcher-${mode}`;
}

/** What the stream has to be. */
export function streamConfig(maxBytes: number) {
  return {
    name: STREAM,
    subjects: [jobSubject('interactive'), jobSubject('bulk')],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_bytes: maxBytes,
    // Whatever else could refuse jobs or let them go.
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_age: 0,
    max_msg_size: MAX_MESSAGE_BYTES,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  } satisfies Partial<StreamConfig>;
}

/** What a source takes. */
export interface JobSourceOptions {
  readonly mode: ResendMode;
  /** Jobs in hand at once. */
  readonly maxInFlight: number;
  /** A job in hand that shows no sign of life for so long is handed out again. Default 30,000. */
  readonly ackWaitMs?: number;
}

/** What the consumer of a source has to be. There is no limit to how often a job is handed out. */
export function consumerConfig({ mode, maxInFlight, ackWaitMs }: Required<JobSourceOptions>) {
  return {
    durable_name: consumerName(mode),
    filter_subject: jobSubject(mode),
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMs),
    max_deliver: -1,
    max_ack_pending: Math.max(MIN_MAX_ACK_PENDING, 4 * maxInFlight),
  } satisfies Partial<ConsumerConfig>;
}

/** Whether the broker's configuration has every property that is wanted. */
export function conforms(existing: object, wanted: object): boolean {
  const properties = existing as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(properties[name]) === JSON.stringify(value),
  );
}
