import {
  accountNotFound,
  eventsNotFound,
  listedTexts,
  objectNotFound,
  validationError,
  type CatalogStore,
  type ResendSelection,
  type SelectionList,
} from '@webhooks/domain';

/** What the account of a selection is found by. */
export type AccessCatalog = Pick<CatalogStore, 'findAccount' | 'findObjectAccount' | 'findListed'>;

/**
 * The account whose events a valid selection means, if the user has access to it. Throws the "not
 * found" of the selection's mode, whether something is unknown, foreign or does not belong together.
 */
export async function resolveAccount(
  catalog: AccessCatalog,
  selection: ResendSelection,
  userId: number,
): Promise<number> {
  const { resendType, objectReferenceId, list, account } = selection;
  const named = account === null ? null : await catalog.findAccount(account, userId);
  if (list !== null) return accountOfList(catalog, { ...selection, list }, named, userId);
  if (objectReferenceId === null) {
    if (named === null) throw accountNotFound();
    return named;
  }
  const owner = await catalog.findObjectAccount(resendType, objectReferenceId, userId);
  if (owner === null || (account !== null && named !== owner)) throw objectNotFound(resendType);
  return owner;
}

/** The account of every entry. */
async function accountOfList(
  catalog: AccessCatalog,
  { resendType, list, account }: ResendSelection & { readonly list: SelectionList },
  named: number | null,
  userId: number,
): Promise<number> {
  // Keys are names within an account.
  if (list.field === 'keys' && named === null) throw accountNotFound();
  const owners = await catalog.findListed(resendType, list, userId, named);
  const isMeant = (owner: number | null) => owner !== null && (account === null || owner === named);
  const notFound = listedTexts(list).filter((_, index) => !isMeant(owners[index] ?? null));
  const [owner, ...others] = new Set(owners);
  if (notFound.length > 0 || owner === undefined || owner === null) {
    throw list.field === 'object_reference_ids'
      ? objectNotFound(resendType, notFound)
      : eventsNotFound(notFound);
  }
  if (others.length === 0) return owner;
  throw validationError([{ field: list.field, message: 'must be of one account' }]);
}
