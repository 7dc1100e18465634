/**
 * Removes what the service need not keep any more, in steps of one short transaction each. A step
 * removes at most limit rows and answers false when nothing is left to be removed now.
 */
export interface RetentionStore {
  /** Resends that were settled before a moment and have no deliveries any more, with all of theirs. */
  pruneResends(finishedBeforeMs: number, limit: number): Promise<boolean>;
  /** Idempotency keys that no longer count. */
  pruneIdempotencyKeys(nowMs: number, limit: number): Promise<boolean>;
  /** Portal links that were never opened or whose session is over, with the rights they gave. */
  prunePortalLinks(nowMs: number, limit: number): Promise<boolean>;
  /** Notifications of endpoints that were settled before a moment. */
  pruneHealthNotifications(settledBeforeMs: number, limit: number): Promise<boolean>;
  /** Test events from before a moment, settled or not. */
  pruneTestEvents(createdBeforeMs: number, limit: number): Promise<boolean>;
  /** Audit records from before a moment. Nothing else can remove them. */
  pruneAuditRecords(beforeMs: number, limit: number): Promise<boolean>;
}
