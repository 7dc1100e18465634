import {
  accountNotFound,
  objectNotFound,
  type CatalogStore,
  type ResendSelection,
} from '@webhooks/domain';

type AccessCatalog = Pick<CatalogStore, 'findAccount' | 'findObjectAccount'>;

/**
 * The account whose events a valid selection means, if the user has access to it. Throws the "not
 * found" of the selection's mode, whether something is unknown, foreign or does not belong together.
 */
export async function resolveAccount(
  catalog: AccessCatalog,
  selection: ResendSelection,
  userId: number,
): Promise<number> {
  const { resendType, objectReferenceId, account } = selection;
  const named = account === null ? null : await catalog.findAccount(account, userId);
  if (objectReferenceId === null) {
    if (named === null) throw accountNotFound();
    return named;
  }
  const owner = await catalog.findObjectAccount(resendType, objectReferenceId, userId);
  if (owner === null || (account !== null && named !== owner)) throw objectNotFound(resendType);
  return owner;
}
