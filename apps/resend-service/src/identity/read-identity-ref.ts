import { NO_IDENTITY, type IdentityRef } from '@webhooks/domain';
import { isId, isName } from '@webhooks/validation';

import type { RequestReader } from '../mapping/request-reader.ts';

/** Reads which identity is meant, and whose it is. */
export function readIdentityRef(
  read: RequestReader,
  { name, accountId }: { readonly name: string; readonly accountId: bigint },
): IdentityRef {
  if (!isName(name) || name === NO_IDENTITY) {
    read.violation('name', `must be 1 to 64 characters A-Z a-z 0-9 _ - . and not "${NO_IDENTITY}"`);
  }
  const id = Number(accountId);
  if (id !== 0 && !isId(id)) read.violation('account_id', 'must be the id of an account, or 0');
  return { name, accountId: id === 0 ? null : id };
}
