import type { Database } from '../sql/database.ts';

/** Says whether a user has access to an account. */
export type HasAccess = (accountId: number, userId: number) => boolean;

/** Prepares the statement over account_users. */
export function createAccessCheck({ connection }: Database): HasAccess {
  const access = connection.prepare<[number, number]>(
    `SELECT 1 FROM account_users WHERE account_id = ? AND user_id = ?`,
  );
  return (accountId, userId) => access.get(accountId, userId) !== undefined;
}
