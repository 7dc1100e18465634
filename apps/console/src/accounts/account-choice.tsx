import type { JSX } from 'preact';

import { t } from '../i18n/locale.ts';
import { Select } from '../ui/select.tsx';
import { accountLabel, knownAccounts } from './known-accounts.ts';

/** Branch and number of an account by its name; nothing where no account is known. */
export function AccountChoice(props: {
  readonly branch: string;
  readonly number: string;
  readonly onChange: (account: { readonly branch: string; readonly number: string }) => void;
}): JSX.Element | null {
  const { accounts: texts } = t();
  const accounts = [...knownAccounts.value.values()];
  if (accounts.length === 0) return null;
  const isMeant = (one: { branch: string; number: string }): boolean =>
    one.branch === props.branch.trim() && one.number === props.number.trim();
  return (
    <Select
      label={texts.account}
      value={accounts.find(isMeant)?.id ?? ''}
      options={[['', texts.other], ...accounts.map((one) => [one.id, accountLabel(one)] as const)]}
      onChange={(id) => {
        const chosen = knownAccounts.value.get(id);
        if (chosen !== undefined) props.onChange(chosen);
      }}
    />
  );
}
