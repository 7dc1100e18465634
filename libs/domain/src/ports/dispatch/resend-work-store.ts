import type { DeliveryKey } from '../../model/delivery.ts';
import type { Fence } from '../../model/fence.ts';
import type { ResendControl, ResendMode, ResendStatus } from '../../model/resend.ts';
import type { ResendType } from '../../model/resend-type.ts';
import type { PageLimit, PlannedDelivery } from './delivery-loader.ts';

/** A resend as the dispatcher works on it. */
export interface ResendWork {
  readonly id: number;
  readonly accountId: number;
  readonly resendType: ResendType;
  readonly mode: ResendMode;
  readonly status: ResendStatus;
  readonly control: ResendControl;
  /** When it could be started first: its time to expire begins then. */
  readonly runsFromMs: number;
  /** Deliveries started in a second at most; null: as many as its endpoints take. */
  readonly maxRatePerSecond: number | null;
  /** What goes first as long as not all of it is answered: nothing else may be started; null: all may. */
  readonly sample: { readonly first: number; readonly isChosen: boolean } | null;
  /** W3C trace context of the request; empty when there is none. */
  readonly traceparent: string;
  /** Endpoints of the frozen set. */
  readonly endpointIds: readonly string[];
  /** Null until the set is counted. */
  readonly total: number | null;
  /** Deliveries of the set that have their rows. */
  readonly planned: number;
  /** True when every delivery of the set has its row. */
  readonly isPlanned: boolean;
}

/** A delivery that waits for its retry and so holds back the later events of its object. */
export interface BlockedOrderingKey extends DeliveryKey {
  readonly endpointId: string;
  readonly objectReferenceId: number;
}

/** A resend that was taken into work. */
export interface ClaimedResend {
  /** `status` is that of before; the rest is as it is now. */
  readonly work: ResendWork;
  /** What holds back objects of the resend now. */
  readonly blocked: readonly BlockedOrderingKey[];
}

/** A resend that nobody has started. */
export interface PendingResend {
  readonly id: number;
  readonly mode: ResendMode;
}

/** Resends, as the dispatcher finds them and takes them into work. */
export interface ResendWorkStore {
  /**
   * Takes resends into work in one transaction; those are left out of which nothing may be done:
   * unknown, settled, paused, being cancelled, or not to be started yet. PENDING ones are begun, and
   * the first deliveries of single objects are planned at once, as far as the limit for all of them
   * together goes; the rest is left to countStep and planPage, and so are empty sets.
   */
  claim(
    fence: Fence,
    ids: readonly number[],
    limit: PageLimit,
    nowMs: number,
  ): Promise<{
    readonly resends: readonly ClaimedResend[];
    readonly deliveries: readonly PlannedDelivery[];
  }>;
  /** Null when it does not exist. */
  loadResend(id: number): Promise<ResendWork | null>;
  /** Resends that are PROCESSING, by id after a given one. */
  processingResends(afterId: number, limit: number): Promise<readonly number[]>;
  /** Resends that wait to be started and may be, by id after a given one. */
  pendingResends(afterId: number, limit: number): Promise<readonly PendingResend[]>;
  /** Unsettled resends that could be started before a moment, oldest first. */
  startableBefore(beforeMs: number, limit: number): Promise<readonly number[]>;
  /** PENDING → PROCESSING; no change in any other status. */
  begin(fence: Fence, id: number, nowMs: number): Promise<void>;
}
