import { hash } from 'node:crypto';

import type { ResendSelection } from '@webhooks/domain';

/** SHA-256 of a selection, equal for selections that mean the same. */
export function selectionFingerprint(selection: ResendSelection): string {
  const { account, range } = selection;
  const canonical = [
    selection.resendType,
    selection.objectReferenceId,
    account && [account.branchIdentifier, account.number],
    range && [range.startUs, range.endUs],
    selection.deliveryState,
    [...new Set(selection.eventTypes)].sort(),
    [...new Set(selection.endpointIds)].sort(),
  ];
  return hash('sha256', JSON.stringify(canonical), 'hex');
}
