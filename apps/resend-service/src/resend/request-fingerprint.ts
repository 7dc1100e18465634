import { hash } from 'node:crypto';

import { hasOptions, type ResendOptions, type ResendSelection } from '@webhooks/domain';

import { selectionFingerprint } from './selection-fingerprint.ts';

/** SHA-256 of what is resent and how; without options that of the selection, as it always was. */
export function requestFingerprint(selection: ResendSelection, options: ResendOptions): string {
  const ofSelection = selectionFingerprint(selection);
  if (!hasOptions(options)) return ofSelection;
  const given = Object.entries(options)
    .filter(([, value]) => value !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([ofSelection, given]), 'hex');
}
