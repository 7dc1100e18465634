import type { CatalogWriteResult, ResendType, WebhookObject } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Makes objects known; says which account owns an object, after it was made known. */
export interface ObjectWriter {
  write(object: WebhookObject): CatalogWriteResult;
  /** The owner, which is accountId when the object was unknown. */
  own(resendType: ResendType, objectReferenceId: number, accountId: number): number;
}

/** Objects are written once; their owner never changes. Runs inside a write transaction. */
export function createObjectWriter({ connection }: Database): ObjectWriter {
  const owner = connection
    .prepare<[ResendType, number], number>(
      `SELECT account_id FROM objects WHERE resend_type = ? AND object_reference_id = ?`,
    )
    .pluck();
  const insert = connection.prepare<[ResendType, number, number]>(
    `INSERT INTO objects (resend_type, object_reference_id, account_id) VALUES (?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );

  function own(resendType: ResendType, objectReferenceId: number, accountId: number): number {
    // Most objects are new: written first, and looked up only when they were not.
    if (insert.run(resendType, objectReferenceId, accountId).changes > 0) return accountId;
    return owner.get(resendType, objectReferenceId) ?? accountId;
  }

  return {
    own,
    write: ({ resendType, objectReferenceId, accountId }) =>
      own(resendType, objectReferenceId, accountId) === accountId
        ? null
        : { field: 'object.account_id', message: 'is not the account that owns the object' },
  };
}
