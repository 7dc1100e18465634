import type { DeliveryRetentionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createRetentionStages } from './retention-stage.ts';
import type { SettledResend } from './retention-stage.ts';
import { createResendStatisticsRemover } from './remove-resend-statistics.ts';

/** The first deliveries of a resend; the maxima are null when there is none. */
interface Part {
  readonly count: number;
  readonly lastPosition: number | null;
  readonly lastSettledBy: number | null;
}

/**
 * Removes the deliveries of resends that were settled long ago, when their attempts are gone. What a
 * later predicate may ask of them, the latest outcome of each event at each endpoint and whether one of
 * them succeeded, is kept in known_outcomes.
 */
export function createDeliveryPruner(
  database: Database,
  fences: FenceGuard,
): DeliveryRetentionStore['pruneDeliveries'] {
  const stages = createRetentionStages(database);
  const pruneSome = createPartPruner(database);
  const isHeld = createHolds(database);
  const removeStatistics = createResendStatisticsRemover(database);
  // Begun ones first: they are in nobody's way any more. A held one is passed over until the next
  // round.
  const classes = ['PRUNING', 'DELIVERIES'] as const;
  let classIndex = 0;
  let behind: SettledResend | null = null;

  function pruneAll(id: number, limit: number): number | 'held' {
    const pruned = pruneSome(id, limit);
    if (pruned === 'held' || pruned === limit) return pruned;
    return pruned + removeStatistics(id, limit - pruned);
  }

  function nextResend(finishedBeforeMs: number): SettledResend | undefined {
    for (; classIndex < classes.length; classIndex += 1, behind = null) {
      const found = stages.next(classes[classIndex] ?? 'PRUNING', finishedBeforeMs, behind);
      if (found !== undefined) return found;
    }
    startOver();
    return undefined;
  }

  function startOver(): void {
    classIndex = 0;
    behind = null;
  }

  return async (fence, finishedBeforeMs, limit) =>
    database.write(() => {
      fences.assert(fence);
      for (let left = limit; left > 0; left -= 1) {
        const resend = nextResend(finishedBeforeMs);
        if (resend === undefined) return false;
        const pruned = isHeld(resend.id) ? 'held' : pruneAll(resend.id, left);
        if (pruned === 'held') {
          behind = resend;
        } else if (pruned < left) {
          stages.set(resend.id, 'COUNTS');
          left -= pruned;
        } else {
          stages.set(resend.id, 'PRUNING');
          startOver();
          return true;
        }
      }
      return true;
    });
}

/**
 * Says whether a resend is being retried, since its deliveries are what the retry walks over, or has
 * a notification that waits.
 */
function createHolds({ connection }: Database): (id: number) => boolean {
  const retry = connection.prepare<[number]>(
    `SELECT 1 FROM resends INDEXED BY resends_retrying
     WHERE retry_of_id = ? AND finished_at_ms IS NULL`,
  );
  const notification = connection.prepare<[number]>(
    `SELECT 1 FROM notices WHERE resend_id = ? AND settled_at_ms IS NULL`,
  );
  return (id) => retry.get(id) !== undefined || notification.get(id) !== undefined;
}

/** Removes the first deliveries of a resend and says how many, or that a frozen set needs them. */
function createPartPruner({
  connection,
}: Database): (id: number, limit: number) => number | 'held' {
  const find = connection.prepare<[number, number], Part>(
    `SELECT count(*) AS count, max(position) AS lastPosition, max(settled_by) AS lastSettledBy
     FROM (SELECT position, settled_by FROM deliveries WHERE resend_id = ?
       ORDER BY position LIMIT ?)`,
  );
  // The oldest unsettled resend knows the least: what was recorded after it was frozen may not take
  // the place of what was known then.
  const horizon = connection
    .prepare<[], number>(
      `SELECT as_of_recording FROM resends INDEXED BY resends_unsettled_by_id
       WHERE finished_at_ms IS NULL ORDER BY id LIMIT 1`,
    )
    .pluck();
  const fold = connection.prepare<[number, number]>(
    `INSERT INTO known_outcomes
       (event_seq, endpoint_id, outcome, settled_by, settled_at_ms, was_delivered)
     SELECT event_seq, endpoint_id, iif(state = 'DELIVERED', 'DELIVERED', 'FAILED'), settled_by,
       settled_at_ms, state = 'DELIVERED'
     FROM deliveries WHERE resend_id = ? AND position <= ? AND attempts > 0
     ON CONFLICT (event_seq, endpoint_id) DO UPDATE
     SET was_delivered = was_delivered OR outcome = 'DELIVERED' OR excluded.was_delivered,
       outcome = iif(excluded.settled_by > settled_by, excluded.outcome, outcome),
       settled_at_ms = iif(excluded.settled_by > settled_by, excluded.settled_at_ms, settled_at_ms),
       settled_by = max(excluded.settled_by, settled_by)`,
  );
  const remove = connection.prepare<[number, number]>(
    `DELETE FROM deliveries WHERE resend_id = ? AND position <= ?`,
  );

  return (id, limit) => {
    const chunk = find.get(id, limit);
    if (chunk === undefined || chunk.lastPosition === null) return 0;
    if ((chunk.lastSettledBy ?? 0) > (horizon.get() ?? Infinity)) return 'held';
    fold.run(id, chunk.lastPosition);
    return remove.run(id, chunk.lastPosition).changes;
  };
}
