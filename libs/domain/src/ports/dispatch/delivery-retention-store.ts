import type { Fence } from '../../model/fence.ts';

/** Removes what is no longer kept of settled resends, in steps of one short transaction each. */
export interface DeliveryRetentionStore {
  /**
   * Removes attempts of resends that were settled before a moment: at most limit rows in one
   * transaction. False when nothing is left to be removed now.
   */
  pruneAttempts(fence: Fence, finishedBeforeMs: number, limit: number): Promise<boolean>;
  /**
   * The same for deliveries without attempts, and for the outcomes of resends over time. Their counts
   * stay, and so does what is known of each event at each endpoint. Those that an unsettled resend
   * depends on wait for it.
   */
  pruneDeliveries(fence: Fence, finishedBeforeMs: number, limit: number): Promise<boolean>;
  /** Removes statistics of endpoints from before a moment, at most limit rows; false at the end. */
  pruneStatistics(fence: Fence, beforeMs: number, limit: number): Promise<boolean>;
}
