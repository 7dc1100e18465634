import type { BacklogStore, ModeBacklog, NotificationBacklog } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

type UnsettledRow = Omit<ModeBacklog, 'oldestUnstartedAtMs'>;

interface JobsRow {
  readonly count: number;
  /** When the oldest was accepted that nobody has begun. */
  readonly interactiveAtMs: number | null;
  readonly bulkAtMs: number | null;
}

/** Reads what waits along the indexes of what is unsettled and unstarted. */
export function createSqliteBacklogStore({ connection }: Database): BacklogStore {
  const columns = 'runs_from_ms, object_reference_id, control, total, delivered, failed';
  const sums = `count(*) AS unsettled,
    coalesce(sum(max(coalesce(total, 0) - delivered - failed, 0)), 0) AS waitingDeliveries,
    min(runs_from_ms) FILTER (WHERE control <> 'PAUSED') AS oldestUnsettledAtMs`;
  // Bulk resends among the oldest are few: users and accounts may have so many at once.
  const interactive = connection.prepare<[number], UnsettledRow>(
    `SELECT ${sums} FROM (SELECT ${columns} FROM resends INDEXED BY resends_unsettled
       WHERE finished_at_ms IS NULL AND runs_from_ms >= 0 ORDER BY runs_from_ms, id LIMIT ?)
     WHERE object_reference_id IS NOT NULL`,
  );
  const bulk = connection.prepare<[number], UnsettledRow>(
    `SELECT ${sums} FROM (SELECT ${columns} FROM resends INDEXED BY resends_unsettled_bulk
       WHERE object_reference_id IS NULL AND finished_at_ms IS NULL AND runs_from_ms >= 0
       ORDER BY runs_from_ms, id LIMIT ?)`,
  );
  const oldest = (mode: string) =>
    `min(r.runs_from_ms) FILTER (WHERE mode = '${mode}' AND r.status = 'PENDING'
       AND r.control <> 'PAUSED')`;
  const jobs = (index: string, condition: string) =>
    connection.prepare<[number], JobsRow>(
      `SELECT count(*) AS count, ${oldest('interactive')} AS interactiveAtMs,
              ${oldest('bulk')} AS bulkAtMs
       FROM (SELECT resend_id, mode FROM outbox INDEXED BY ${index}
         WHERE receipt_sequence ${condition} AND resend_id > 0 ORDER BY resend_id LIMIT ?)
       CROSS JOIN resends AS r ON r.id = resend_id`,
    );
  const unpublished = jobs('outbox_unpublished', 'IS NULL');
  const published = jobs('outbox_published', 'IS NOT NULL');

  const notifications = ['notices', 'health_notifications'].map((table) =>
    connection.prepare<[number], NotificationBacklog>(
      `SELECT count(*) AS unsettled, min(created_at_ms) AS oldestAtMs
       FROM (SELECT created_at_ms FROM ${table} INDEXED BY ${table}_unsettled
         WHERE settled_at_ms IS NULL AND created_at_ms >= 0 ORDER BY created_at_ms LIMIT ?)`,
    ),
  );

  return {
    async read(limit) {
      const waiting = [theRow(unpublished.get(limit)), theRow(published.get(limit))] as const;
      const modes = {
        interactive: {
          ...theRow(interactive.get(limit)),
          oldestUnstartedAtMs: earliest(waiting.map(({ interactiveAtMs }) => interactiveAtMs)),
        },
        bulk: {
          ...theRow(bulk.get(limit)),
          oldestUnstartedAtMs: earliest(waiting.map(({ bulkAtMs }) => bulkAtMs)),
        },
      };
      return {
        modes,
        jobs: { unpublished: waiting[0].count, published: waiting[1].count },
        notifications: sumOf(
          notifications.map((one) => theRow(one.get(limit))),
          limit,
        ),
      };
    },
  };
}

function sumOf(backlogs: readonly NotificationBacklog[], limit: number): NotificationBacklog {
  const unsettled = backlogs.reduce((sum, backlog) => sum + backlog.unsettled, 0);
  const oldestAtMs = earliest(backlogs.map((backlog) => backlog.oldestAtMs));
  return { unsettled: Math.min(unsettled, limit), oldestAtMs };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function theRow<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('An aggregate always has a row');
  return row;
}
