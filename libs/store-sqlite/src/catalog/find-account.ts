import type { CatalogStore, EventKey, ResendType } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** An entry of a list that was found. */
interface Owned {
  readonly place: number;
  readonly accountId: number;
}

/** Resolves what users name to accounts that they have access to. */
export function createAccountFinders({
  connection,
}: Database): Pick<
  CatalogStore,
  'haveAccess' | 'findAccount' | 'findObjectAccount' | 'findListed'
> {
  const access = connection
    .prepare<[string], number>(
      `SELECT EXISTS (SELECT 1 FROM account_users WHERE account_id = json_each.value ->> 0
         AND user_id = json_each.value ->> 1) FROM json_each(?)`,
    )
    .pluck();
  const byNumber = connection
    .prepare<[string, string, number], number>(
      `SELECT a.id FROM accounts AS a
       JOIN account_users AS u ON u.account_id = a.id
       WHERE a.branch_identifier = ? AND a.number = ? AND u.user_id = ?`,
    )
    .pluck();
  const byObject = connection
    .prepare<[ResendType, number, number], number>(
      `SELECT o.account_id FROM objects AS o
       JOIN account_users AS u ON u.account_id = o.account_id
       WHERE o.resend_type = ? AND o.object_reference_id = ? AND u.user_id = ?`,
    )
    .pluck();
  const listedObjects = connection.prepare<[string, ResendType, number], Owned>(
    `SELECT json_each.key AS place, o.account_id AS accountId FROM json_each(?)
     CROSS JOIN objects AS o ON o.object_reference_id = json_each.value AND o.resend_type = ?
     CROSS JOIN account_users AS u ON u.account_id = o.account_id AND u.user_id = ?`,
  );
  const listedEvents = connection.prepare<[string, ResendType, number], Owned>(
    `SELECT json_each.key AS place, e.account_id AS accountId FROM json_each(?)
     CROSS JOIN events AS e ON e.id = json_each.value AND e.resend_type = ?
     CROSS JOIN account_users AS u ON u.account_id = e.account_id AND u.user_id = ?`,
  );
  const listedKeys = connection.prepare<[string, number, ResendType], { place: number }>(
    `SELECT json_each.key AS place FROM json_each(?) WHERE EXISTS (
       SELECT 1 FROM event_keys AS k INDEXED BY event_keys_by_occurrence
       WHERE k.account_id = ? AND k.resend_type = ? AND k.name = json_each.value ->> 'name'
         AND k.value = json_each.value ->> 'value')`,
  );

  function ownersOfKeys(entries: readonly EventKey[], resendType: ResendType, accountId: number) {
    const found = listedKeys.all(JSON.stringify(entries), accountId, resendType);
    const places = new Set(found.map(({ place }) => place));
    return entries.map((_, place) => (places.has(place) ? accountId : null));
  }

  return {
    async haveAccess(pairs) {
      const asked = pairs.map(({ accountId, userId }) => [accountId, userId]);
      return access.all(JSON.stringify(asked)).map(Boolean);
    },
    findAccount: async ({ branchIdentifier, number }, userId) =>
      byNumber.get(branchIdentifier, number, userId) ?? null,
    findObjectAccount: async (resendType, objectReferenceId, userId) =>
      byObject.get(resendType, objectReferenceId, userId) ?? null,
    async findListed(resendType, list, userId, accountId) {
      const { field, entries } = list;
      if (field === 'keys') return ownersOfKeys(entries, resendType, accountId ?? 0);
      const statement = field === 'event_ids' ? listedEvents : listedObjects;
      const owners = entries.map((): number | null => null);
      const found = statement.iterate(JSON.stringify(entries), resendType, userId);
      for (const { place, accountId } of found) owners[place] = accountId;
      return owners;
    },
  };
}
