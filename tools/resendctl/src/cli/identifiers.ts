import type { EventKeyName } from '@webhooks/client';

import { usageError } from './cli-error.ts';

/** @throws CliError for anything but a positive whole number. */
export function parseId(text: string | undefined, what: string): number {
  const id = /^[1-9]\d{0,15}$/.test(text ?? '') ? Number(text) : NaN;
  if (Number.isSafeInteger(id)) return id;
  const isGrouped = /^[1-9]\d{0,2}([.,' \u00a0\u202f]\d{3})+$/.test(text ?? '');
  const plain = (text ?? '').replace(/\D/g, '');
  throw usageError(
    `${what} must be a positive whole number, not "${text ?? ''}"`,
    isGrouped ? `Nothing stands between the digits of an ID: ${plain}` : null,
  );
}

/** An account as a request names it; zeros are part of both. */
interface AccountName {
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
}

/** What names an account on the command line; undefined: not given. */
interface GivenAccount {
  /** "0001/123456". */
  readonly account: string | undefined;
  readonly branch: string | undefined;
  readonly number: string | undefined;
}

/**
 * Reads the branch and number of an account, together or each by itself; null when none is given.
 *
 * @throws CliError that says which is missing, or that there is more than one "/".
 */
export function parseAccount({ account, branch, number }: GivenAccount): AccountName | null {
  if (branch !== undefined || number !== undefined) {
    if (account !== undefined) {
      throw usageError('--account goes without --branch and --account-number', APART);
    }
    if (branch === undefined) throw usageError('--branch is missing', APART);
    if (number === undefined) throw usageError('--account-number is missing', APART);
    return { source_account_branch_identifier: branch, source_account_number: number };
  }
  if (account === undefined) return null;
  const [first = '', second = '', ...more] = account.split('/');
  if (first === '' || second === '') {
    throw usageError(`--account "${account}" must be BRANCH/NUMBER, such as 0001/123456`);
  }
  if (more.length > 0) throw usageError(`--account "${account}" has more than one "/"`, APART);
  return { source_account_branch_identifier: first, source_account_number: second };
}

const APART = 'Where one of them has a "/": --branch 0001 --account-number 12/34';

/** Reads a page size. */
export function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = parseId(text, '--limit');
  if (limit > 100) throw usageError('--limit is 100 at most; use --all for everything');
  return limit;
}

const KEY_NAMES = ['end_to_end_id', 'tx_id', 'correlation_id', 'tag'] as const;

/** Reads a key of events, such as "tag=first"; nothing where none is given. */
export function parseKey(text: string | undefined): Partial<Record<EventKeyName, string>> {
  if (text === undefined) return {};
  const [given = '', ...rest] = text.split('=');
  const name = KEY_NAMES.find((own) => own === given);
  const value = rest.join('=');
  if (name !== undefined && value !== '') return { [name]: value };
  throw usageError(`--key "${text}" must be NAME=VALUE, with NAME one of ${KEY_NAMES.join(', ')}`);
}

/** @throws CliError for what is no rate that the API takes. */
export function parseRate(text: string | undefined, name: string): number {
  const rate = Number(text);
  if (/^\d{1,4}(\.\d{1,6})?$/.test(text ?? '') && rate >= 0.1 && rate <= 1_000) return rate;
  throw usageError(`${name} must be a number from 0.1 to 1000`);
}
