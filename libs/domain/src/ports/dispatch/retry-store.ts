import type { Fence } from '../../model/fence.ts';
import type { PageLimit, PlannedDelivery } from './delivery-loader.ts';

/** Deliveries that wait for their next attempt, by endpoint. */
export interface RetryStore {
  /**
   * Since when the first RETRYING delivery of one endpoint is due, among those due since fromMs; null
   * when none is. Those of resends that are paused or cancelling are read and left out.
   */
  earliestDueAt(endpointId: string, fromMs: number, nowMs: number): Promise<number | null>;
  /**
   * RETRYING deliveries of one endpoint that are due since fromMs, longest due first; none of resends
   * that are paused or cancelling.
   */
  loadDue(
    endpointId: string,
    fromMs: number,
    nowMs: number,
    limit: PageLimit,
  ): Promise<readonly PlannedDelivery[]>;
  /** Earliest next attempt of one endpoint after a moment; null when there is none. */
  earliestDueAfter(endpointId: string, afterMs: number): Promise<number | null>;
  /** Earliest next attempt of endpoints that have one, by id behind one, at most limit. */
  nextRetryByEndpoint(
    afterEndpointId: string,
    limit: number,
  ): Promise<readonly { readonly endpointId: string; readonly atMs: number }[]>;
  /** Makes waiting retries of an endpoint due at once, at most limit, and says how many. */
  expedite(fence: Fence, endpointId: string, nowMs: number, limit: number): Promise<number>;
}
