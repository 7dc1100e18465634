import { modeOf } from '@webhooks/domain';
import type { ResendWork } from '@webhooks/domain';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/** Reads a resend as the dispatcher works on it, with its row; null when it does not exist. */
export type WorkReader = (
  id: number,
) => { readonly row: ResendRow; readonly work: ResendWork } | null;

/** Prepares the statements that read a resend. */
export function createWorkReader({ connection }: Database): WorkReader {
  const find = connection.prepare<[number], ResendRow>(`SELECT * FROM resends WHERE id = ?`);
  const endpointIds = connection
    .prepare<[number], string>(
      `SELECT endpoint_id FROM resend_endpoints WHERE resend_id = ? ORDER BY endpoint_id`,
    )
    .pluck();

  return (id) => {
    const row = find.get(id);
    return row === undefined ? null : { row, work: toWork(row, endpointIds.all(id)) };
  };
}

function toWork(row: ResendRow, endpointIds: readonly string[]): ResendWork {
  return {
    id: row.id,
    accountId: row.account_id,
    resendType: row.resend_type,
    mode: modeOf({ objectReferenceId: row.object_reference_id }),
    status: row.status,
    control: row.control,
    runsFromMs: row.runs_from_ms,
    maxRatePerSecond: row.max_rate_per_second,
    sample: sampleOf(row),
    traceparent: row.traceparent,
    endpointIds,
    total: row.total,
    planned: row.planned,
    isPlanned: row.plan_done === 1,
  };
}

/** What is left of it once it has failed is given up: its owner has resumed the resend. */
function sampleOf({ sample_first: first, sample_state: state }: ResendRow): ResendWork['sample'] {
  if (first === null || state === null || state === 'FAILED') return null;
  return { first, isChosen: state === 'SENDING' };
}
