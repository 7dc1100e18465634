import type { RetentionStage } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/** A settled resend in the order in which they were settled. */
export interface SettledResend {
  readonly id: number;
  readonly finishedAtMs: number;
}

/** Finds settled resends by what is kept of them, and notes what is kept still. */
export interface RetentionStages {
  /** The first that was settled before a moment, behind another one. */
  next(
    stage: RetentionStage,
    finishedBeforeMs: number,
    behind: SettledResend | null,
  ): SettledResend | undefined;
  /** Runs inside a fenced write transaction. */
  set(id: number, stage: RetentionStage): void;
}

/** Prepares the statements over resends.kept. */
export function createRetentionStages({ connection }: Database): RetentionStages {
  const next = connection.prepare<[RetentionStage, number, number, number], SettledResend>(
    `SELECT id, finished_at_ms AS finishedAtMs FROM resends INDEXED BY resends_by_kept
     WHERE kept = ? AND finished_at_ms IS NOT NULL AND finished_at_ms < ?
       AND (finished_at_ms, id) > (?, ?)
     ORDER BY finished_at_ms, id LIMIT 1`,
  );
  const set = connection.prepare<[RetentionStage, number]>(
    `UPDATE resends SET kept = ? WHERE id = ?`,
  );

  return {
    next: (stage, finishedBeforeMs, behind) =>
      next.get(stage, finishedBeforeMs, behind?.finishedAtMs ?? 0, behind?.id ?? 0),
    set: (id, stage) => void set.run(stage, id),
  };
}
