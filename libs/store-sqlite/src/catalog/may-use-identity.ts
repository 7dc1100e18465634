import { NO_IDENTITY } from '@webhooks/domain';
import type { Endpoint } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Says whether an endpoint may have the identity that it names. */
export type MayUseIdentity = (endpoint: Pick<Endpoint, 'accountId' | 'clientIdentity'>) => boolean;

export const IDENTITY_RULE = 'must be an identity of all or of this account, or "none"';

/** Prepares the statement over client_identities. */
export function createIdentityCheck({ connection }: Database): MayUseIdentity {
  const find = connection.prepare<[string, number]>(
    `SELECT 1 FROM client_identities WHERE name = ? AND (account_id IS NULL OR account_id = ?)`,
  );
  return ({ accountId, clientIdentity: name }) =>
    name === null || name === NO_IDENTITY || find.get(name, accountId) !== undefined;
}
