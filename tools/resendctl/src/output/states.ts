import type { DeliveryState, ResendDetail, ResendLog } from '@webhooks/client';

import type { Colour } from './terminal.ts';

const COLOURS: Readonly<Partial<Record<ResendLog['status'] | DeliveryState, Colour>>> = {
  COMPLETED: 'green',
  DELIVERED: 'green',
  FAILED: 'red',
  RETRYING: 'yellow',
  CANCELLED: 'yellow',
  SKIPPED: 'yellow',
};

/** The colour of a state, where it has one. */
export function colourOf(state: ResendLog['status'] | DeliveryState): Colour | null {
  return COLOURS[state] ?? null;
}

/** The status, or what its owner asked of a resend that is not settled. */
export function stateOf(resend: ResendLog & Partial<ResendDetail>): string {
  const { finished_at, status } = resend;
  const control = resend.control ?? 'RUNNING';
  return finished_at !== null || control === 'RUNNING' ? status : control;
}

const LISTED = { object_reference_ids: 'objects', event_ids: 'events', keys: 'keys' } as const;

/** What a resend covers, in a few words. */
export function scopeOf(resend: ResendLog): string {
  const type = resend.resend_type.toLowerCase();
  if (resend.object_reference_id !== null) return `${type} ${resend.object_reference_id}`;
  if (resend.listed !== null) {
    return `${type} ${resend.listed.count} ${LISTED[resend.listed.field]}`;
  }
  const branch = resend.source_account_branch_identifier ?? '-';
  return `${type} ${branch}/${resend.source_account_number ?? '-'}`;
}
