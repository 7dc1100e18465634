import type { ResendListQuery } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { containedObject, type ObjectName } from './resend-filter.ts';

/** Events of an object that one page looks up in its resends, in all. */
const MAX_LOOKED_UP = 100_000;

/** A query as it is walked. */
export interface NarrowedQuery {
  readonly query: ResendListQuery;
  /** Resends that one page looks at; null: as many as usual. */
  readonly examined: number | null;
}

/**
 * Narrows a query for the resends that contain an object to its account, and the more events it has, to
 * fewer resends in a page. Null: there is none.
 */
export function createContainedObject({
  connection,
}: Database): (query: ResendListQuery) => NarrowedQuery | null {
  const account = connection
    .prepare<[string, number], number>(
      `SELECT account_id FROM objects WHERE resend_type = ? AND object_reference_id = ?`,
    )
    .pluck();
  const events = connection
    .prepare<[string, number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM events INDEXED BY events_by_object
         WHERE resend_type = ? AND object_reference_id = ? LIMIT ${MAX_LOOKED_UP})`,
    )
    .pluck();

  function examinedFor({ resendType, objectReferenceId }: ObjectName): number {
    const count = events.get(resendType, objectReferenceId) ?? 0;
    return Math.max(1, Math.floor(MAX_LOOKED_UP / Math.max(1, count)));
  }

  return (query) => {
    const object = containedObject(query);
    if (object === null) return { query, examined: null };
    const accountId = account.get(object.resendType, object.objectReferenceId);
    if (accountId === undefined || (query.accountId ?? accountId) !== accountId) return null;
    return { query: { ...query, accountId }, examined: examinedFor(object) };
  };
}
