import type { Database } from '../sql/database.ts';

/** Finds the first of these endpoints that is not one of the account; undefined when all are. */
export type UnknownEndpoint = (
  accountId: number,
  endpointIds: readonly string[],
) => string | undefined;

/** Prepares the statement of UnknownEndpoint. */
export function createUnknownEndpoint({ connection }: Database): UnknownEndpoint {
  const find = connection.prepare<[string, number]>(
    `SELECT 1 FROM endpoints WHERE id = ? AND account_id = ? AND removed_at_ms IS NULL`,
  );
  return (accountId, endpointIds) =>
    endpointIds.find((endpointId) => find.get(endpointId, accountId) === undefined);
}
