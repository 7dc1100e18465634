import type { DeliveryKey } from '../../model/delivery.ts';
import type { ResendType } from '../../model/resend-type.ts';

/** A delivery with all that an attempt needs but the endpoint. */
export interface PlannedDelivery extends DeliveryKey {
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly resendType: ResendType;
  readonly objectReferenceId: number | null;
  readonly occurredAtUs: number;
  readonly payload: Uint8Array;
  /** Recorded attempts so far. */
  readonly attempts: number;
  /** Those of them that a closing connection took (closed_before_answer): no step of a schedule. */
  readonly closedAttempts: number;
}

/** Bounds of one read: it ends at whichever comes first, but holds at least one delivery. */
export interface PageLimit {
  readonly rows: number;
  /** Payload bytes. */
  readonly bytes: number;
}

/** Reads planned deliveries that nobody has attempted yet. */
export interface DeliveryLoader {
  /**
   * PENDING deliveries of one resend for one endpoint, by position after a given one. isSample: of those
   * alone that go first, whatever came of them meanwhile.
   */
  loadPending(
    id: number,
    endpointId: string,
    afterPosition: number,
    limit: PageLimit,
    isSample: boolean,
  ): Promise<readonly PlannedDelivery[]>;
  /** PENDING deliveries of one object in (afterPosition, throughPosition], by position. */
  loadSuccessors(
    id: number,
    endpointId: string,
    objectReferenceId: number,
    afterPosition: number,
    throughPosition: number,
    limit: PageLimit,
  ): Promise<readonly PlannedDelivery[]>;
}
