import type { OutboxJob, PublishReceipt } from './resend-store.ts';

/** Hands jobs to the broker. */
export interface JobPublisher {
  /** Resolves when the broker has it; rejects when it is away or full. */
  publish(job: OutboxJob): Promise<PublishReceipt>;
  /** False when the broker lost the message; rejects when it is away. */
  holds(receipt: PublishReceipt): Promise<boolean>;
}

/** A job as it arrives: maybe twice, maybe late. */
export interface ReceivedJob {
  readonly resendId: number;
  readonly run: number;
  readonly mode: 'interactive' | 'bulk';
  readonly traceparent: string;
}

/**
 * Takes jobs from the broker. The handler's promise keeps the job alive; it is acknowledged when
 * the promise resolves and comes again when it rejects.
 */
export interface JobSource {
  start(handler: (job: ReceivedJob, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Takes no more jobs and waits for the handlers, at most timeoutMs. */
  stop(timeoutMs: number): Promise<void>;
}
