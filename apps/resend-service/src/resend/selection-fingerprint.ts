import { hash } from 'node:crypto';

import { listedTexts, type ResendSelection } from '@webhooks/domain';

type Field = keyof ResendSelection;

/** What each field of a selection means, as JSON that is equal where the meaning is. */
const canonical: {
  readonly [Name in Field]: (value: ResendSelection[Name]) => unknown;
} = {
  resendType: (type) => type,
  objectReferenceId: (id) => id,
  account: (account) => account && [account.branchIdentifier, account.number],
  range: (range) => range && [range.startUs, range.endUs],
  deliveryState: (state) => state,
  eventTypes: distinct,
  endpointIds: distinct,
  // Absent unless they are asked for: keys that were kept before they existed stay the same.
  includeInHand: (isIncluded) => (isIncluded ? 'include_in_hand' : undefined),
  latestOnly: (isLatest) => (isLatest ? 'latest_only' : undefined),
  list: (list) => (list === null ? undefined : [list.field, ...distinct(listedTexts(list))]),
};

/** SHA-256 of a selection, equal for selections that mean the same. */
export function selectionFingerprint(selection: ResendSelection): string {
  const meaning = <Name extends Field>(name: Name): unknown => canonical[name](selection[name]);
  // In the order above: fingerprints are kept with the keys of requests.
  const values = (Object.keys(canonical) as Field[])
    .map((name) => meaning(name))
    .filter((value) => value !== undefined);
  return hash('sha256', JSON.stringify(values), 'hex');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
