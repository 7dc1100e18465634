import type { CompletionStore, AttemptRecord } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createStatisticsWriter } from '../statistics/statistics-writer.ts';
import { createDeliveryUpdater } from './delivery-updater.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { countReceipt, countState, createProgressWriter, progressAt } from './progress.ts';
import type { ProgressByEndpoint } from './progress.ts';
import { createSampleJudge } from './sample-judge.ts';
import type { Settlement } from './settlement.ts';

/** Records outcomes in groups. */
export function createAttemptWriter(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): CompletionStore['record'] {
  const updater = createDeliveryUpdater(database);
  const addProgress = createProgressWriter(database);
  const addStatistics = createStatisticsWriter(database);
  const judgeSample = createSampleJudge(database);

  /** Writes a group; what is settled, or was recorded before, does not count. */
  function recordAll(
    records: readonly AttemptRecord[],
    lastNumber: number,
    nowMs: number,
  ): {
    readonly recorded: readonly AttemptRecord[];
    readonly progress: Map<number, ProgressByEndpoint>;
  } {
    const recorded: AttemptRecord[] = [];
    const progress = new Map<number, ProgressByEndpoint>();
    let number = lastNumber - records.length;
    for (const record of records) {
      number += 1;
      const before = updater.record(record, number, nowMs);
      if (before === null) continue;
      const { resendId, endpointId, disposition, attempts } = record;
      const byEndpoint: ProgressByEndpoint = progress.get(resendId) ?? new Map();
      progress.set(resendId, byEndpoint);
      const sum = progressAt(byEndpoint, endpointId);
      countState(sum, before, disposition.state, 1);
      if (disposition.state === 'DELIVERED') countReceipt(sum, attempts.at(-1)?.isDuplicate);
      recorded.push(record);
    }
    return { recorded, progress };
  }

  return async (fence, records, nowMs) =>
    database.write(() => {
      const lastNumber = fences.number(fence, records.length);
      const { recorded, progress } = recordAll(records, lastNumber, nowMs);
      for (const [resendId, sum] of progress) addProgress(resendId, sum, nowMs);
      addStatistics(recorded, nowMs);
      const ids = new Set(records.map(({ resendId }) => resendId));
      for (const id of ids) judgeSample(id);
      return [...ids].filter((id) => settlement.settleIfComplete(id, nowMs));
    });
}
