import type { ResendClient } from '@webhooks/client';

import { CliError, usageError } from '../cli/cli-error.ts';
import type { Arguments, OptionSpecs } from '../cli/command.ts';
import { parseAccount, parseId } from '../cli/identifiers.ts';
import type { Session } from '../cli/session.ts';

/** Endpoints that are looked at for an account. */
const MAX_LOOKED = 5_000;

/** What narrows a list to an account: its ID, or what tables show of it. */
export const accountOptions: OptionSpecs = {
  'account-id': { about: 'only of the account with this ID', value: 'ID' },
  account: { about: 'only of the account with this branch and number', value: 'BRANCH/NUMBER' },
};

/**
 * The ID of the account that a list is narrowed to; undefined: of any. Lists take IDs alone, so that of
 * a branch and number is read from an endpoint of the account.
 */
export async function readAccountId(
  args: Arguments,
  client: Pick<ResendClient, 'allEndpoints'>,
  { signal }: Session,
): Promise<number | undefined> {
  const id = args.one('account-id');
  const account = args.one('account');
  const named = parseAccount({ account, branch: undefined, number: undefined });
  if (id !== undefined && named !== null) throw usageError('give --account-id or --account');
  if (named === null) return id === undefined ? undefined : parseId(id, '--account-id');
  const { source_account_branch_identifier: branch, source_account_number: number } = named;
  let looked = 0;
  for await (const endpoint of client.allEndpoints({ limit: 100 }, { signal })) {
    const isSame =
      endpoint.source_account_branch_identifier === branch &&
      endpoint.source_account_number === number;
    if (isSame) return endpoint.account_mirror_id;
    looked += 1;
    if (looked === MAX_LOOKED) break;
  }
  throw new CliError(
    'notFound',
    `No account ${branch}/${number} with an endpoint is among those that you have access to`,
    'If it has none, give its ID: --account-id',
  );
}
