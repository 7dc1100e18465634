import type { EventLog } from '@webhooks/client';
import { computed } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { t } from '../i18n/locale.ts';
import { perUser } from '../session/per-user.ts';

/** An account as people tell it from others. */
export interface KnownAccount {
  readonly id: string;
  readonly branch: string;
  readonly number: string;
  /** Null: nobody has said. */
  readonly name: string | null;
}

const none: ReadonlyMap<string, KnownAccount> = new Map();
const seen = perUser(none);

/** The accounts that were met so far, by ID. */
export const knownAccounts = computed(() => seen.value);

/** "Loja Azul · 0001/654321". */
export function accountLabel({ branch, number, name }: Omit<KnownAccount, 'id'>): string {
  const code = `${branch}/${number}`;
  return name === null ? t().events.account(code) : `${name} · ${code}`;
}

/** A row that names its account. */
export type OfAccount = Pick<
  EventLog,
  'account_mirror_id' | 'source_account_branch_identifier' | 'source_account_number'
> & { readonly source_account_name?: string | null };

/** The account of a row. */
export function labelOfAccount(row: OfAccount): string {
  return accountLabel({
    branch: row.source_account_branch_identifier,
    number: row.source_account_number,
    name: row.source_account_name ?? null,
  });
}

/** Takes up the accounts of some rows. */
export function useAccountsOf(rows: readonly OfAccount[] | undefined): void {
  useEffect(() => learn(rows ?? []), [rows]);
}

function learn(rows: readonly OfAccount[]): void {
  const before = seen.value;
  const after = new Map(before);
  for (const row of rows) {
    const id = String(row.account_mirror_id);
    const name = row.source_account_name ?? after.get(id)?.name ?? null;
    const known = after.get(id);
    if (known !== undefined && known.name === name) continue;
    const branch = row.source_account_branch_identifier;
    after.set(id, { id, branch, number: row.source_account_number, name });
  }
  const isNew =
    after.size !== before.size || [...after].some(([id, one]) => before.get(id) !== one);
  if (isNew) seen.value = after;
}
