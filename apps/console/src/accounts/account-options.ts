import { accountLabel, knownAccounts } from './known-accounts.ts';

/** IDs and what they are called. */
export type Options = readonly (readonly [string, string])[];

/** The accounts that are known, by their names. */
export function accountOptions(): Options {
  return [...knownAccounts.value.values()].map((one) => [one.id, accountLabel(one)] as const);
}

/** What an address asks for is on the list, whether it is known here or not. */
export function withChosen(options: Options, chosen: string | undefined): Options {
  const isListed =
    chosen === undefined || chosen === '' || options.some(([value]) => value === chosen);
  return isListed ? options : [...options, [chosen, chosen.replaceAll(',', ', ')]];
}
