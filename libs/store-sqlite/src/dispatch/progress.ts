import type { DeliveryState } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createEndpointProgressCounter } from '../statistics/count-endpoint-progress.ts';
import { createOutcomeCounter } from '../statistics/count-outcomes.ts';
import type { UnsettledState } from './delivery-updater.ts';

/** What a transaction adds to the counters of one resend. */
export interface Progress {
  delivered: number;
  failed: number;
  skipped: number;
  cancelled: number;
  /** Deliveries that began to wait for a retry, less those that did so before. */
  retrying: number;
  /** Of the delivered ones: what receivers said that it was. */
  fresh: number;
  knownBefore: number;
}

/** What a transaction adds to the counters of one resend, by endpoint. */
export type ProgressByEndpoint = Map<string, Progress>;

/**
 * Adds to the counters of a resend and of its endpoints, and to its outcomes over time. Runs inside a
 * fenced write transaction.
 */
export function createProgressWriter(
  database: Database,
): (resendId: number, progress: ProgressByEndpoint, nowMs: number) => void {
  const countOutcomes = createOutcomeCounter(database);
  const countEndpoint = createEndpointProgressCounter(database);
  const add = database.connection.prepare<number[]>(
    `UPDATE resends SET delivered = delivered + ?, failed = failed + ?, skipped = skipped + ?,
       cancelled = cancelled + ?, retrying = retrying + ?, delivered_new = delivered_new + ?,
       delivered_known = delivered_known + ?, updated_at_ms = ? WHERE id = ?`,
  );
  return (resendId, byEndpoint, nowMs) => {
    const sum = noProgress();
    for (const [endpointId, progress] of byEndpoint) {
      for (const name of names) sum[name] += progress[name];
      countEndpoint(resendId, endpointId, progress, nowMs);
    }
    add.run(...names.map((name) => sum[name]), nowMs, resendId);
    countOutcomes(resendId, sum.delivered, sum.failed, nowMs);
  };
}

/** In the order of the statement. */
const names = [
  'delivered',
  'failed',
  'skipped',
  'cancelled',
  'retrying',
  'fresh',
  'knownBefore',
] as const satisfies readonly (keyof Progress)[];

/** The progress of one endpoint, none at first. */
export function progressAt(byEndpoint: ProgressByEndpoint, endpointId: string): Progress {
  const before = byEndpoint.get(endpointId);
  if (before !== undefined) return before;
  const progress = noProgress();
  byEndpoint.set(endpointId, progress);
  return progress;
}

function noProgress(): Progress {
  return {
    delivered: 0,
    failed: 0,
    skipped: 0,
    cancelled: 0,
    retrying: 0,
    fresh: 0,
    knownBefore: 0,
  };
}

/** Counts deliveries that changed their state; whatever settles without success has failed. */
export function countState(
  progress: Progress,
  before: UnsettledState,
  after: DeliveryState,
  deliveries: number,
): void {
  if (before === 'RETRYING') progress.retrying -= deliveries;
  switch (after) {
    case 'PENDING':
      return;
    case 'RETRYING':
      progress.retrying += deliveries;
      return;
    case 'DELIVERED':
      progress.delivered += deliveries;
      return;
    case 'SKIPPED':
      progress.skipped += deliveries;
      break;
    case 'CANCELLED':
      progress.cancelled += deliveries;
      break;
    case 'FAILED':
      break;
  }
  progress.failed += deliveries;
}

/** Counts what the receiver said of a delivered event. */
export function countReceipt(progress: Progress, isDuplicate: boolean | undefined): void {
  if (isDuplicate === true) progress.knownBefore += 1;
  if (isDuplicate === false) progress.fresh += 1;
}
