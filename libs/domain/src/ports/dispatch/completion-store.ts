import type { AttemptOutcome, DeliveryKey } from '../../model/delivery.ts';
import type { Disposition, UnattemptedDisposition } from '../../model/disposition.ts';
import type { Fence } from '../../model/fence.ts';

/** One outcome on its way into the database. */
export interface AttemptRecord extends DeliveryKey {
  readonly endpointId: string;
  readonly eventType: string;
  /** Attempts that were recorded before: it is written only where just these stand. */
  readonly attemptsBefore: number;
  /** Made since, in their order; the last one decided. None: it was settled without an attempt. */
  readonly attempts: readonly AttemptOutcome[];
  readonly disposition: Disposition;
}

/** Writes what becomes of deliveries. */
export interface CompletionStore {
  /**
   * Records outcomes in one durable transaction, and settles each resend whose last delivery is
   * among them. Returns those of the resends that are settled.
   */
  record(
    fence: Fence,
    records: readonly AttemptRecord[],
    nowMs: number,
  ): Promise<readonly number[]>;
  /**
   * Settles planned deliveries that are PENDING or RETRYING without an attempt, at most limit, and
   * says how many. Settles the resend with the last of them. Nothing of it may be in flight.
   */
  settleUnsent(
    fence: Fence,
    id: number,
    disposition: UnattemptedDisposition,
    limit: number,
    nowMs: number,
  ): Promise<number>;
}
