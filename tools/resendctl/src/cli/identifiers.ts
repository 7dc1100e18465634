import { usageError } from './cli-error.ts';

/** @throws CliError for anything but a positive whole number. */
export function parseId(text: string | undefined, what: string): number {
  const id = /^[1-9]\d{0,15}$/.test(text ?? '') ? Number(text) : NaN;
  if (Number.isSafeInteger(id)) return id;
  throw usageError(`${what} must be a positive whole number, not "${text ?? ''}"`);
}

/** Reads "0001/123456": branch and number, zeros and all. */
export function parseAccount(text: string): {
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
} {
  const [branch = '', number = '', ...more] = text.split('/');
  if (branch === '' || number === '' || more.length > 0) {
    throw usageError(`--account "${text}" must be BRANCH/NUMBER, such as 0001/123456`);
  }
  return { source_account_branch_identifier: branch, source_account_number: number };
}

/** Reads a page size. */
export function parseLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const limit = parseId(text, '--limit');
  if (limit > 100) throw usageError('--limit is 100 at most; use --all for everything');
  return limit;
}
