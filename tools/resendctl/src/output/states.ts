import type { DeliveryState, ResendLog } from '@webhooks/client';

import type { Colour } from './terminal.ts';

const COLOURS: Readonly<Partial<Record<ShownState | DeliveryState, Colour>>> = {
  COMPLETED: 'green',
  DELIVERED: 'green',
  FAILED: 'red',
  RETRYING: 'yellow',
  CANCELLED: 'yellow',
  SKIPPED: 'yellow',
  PAUSED: 'yellow',
  CANCELLING: 'yellow',
};

/** The colour of a state, where it has one. */
export function colourOf(state: ShownState | DeliveryState): Colour | null {
  return COLOURS[state] ?? null;
}

/** How a resend stands: its status, what its owner asked of it, or that it was cancelled. */
export type ShownState = ResendLog['status'] | 'PAUSED' | 'CANCELLING' | 'CANCELLED';

/** What was asked last matters as long as it is not settled, and that it was cancelled ever after. */
export function stateOf(
  resend: Pick<ResendLog, 'status' | 'finished_at'> & Partial<ResendLog>,
): ShownState {
  const { finished_at: finishedAt, status, cancelled = 0 } = resend;
  const control = resend.control ?? 'RUNNING';
  if (finishedAt !== null) return cancelled > 0 ? 'CANCELLED' : status;
  return control === 'RUNNING' ? status : control;
}

const LISTED = { object_reference_ids: 'objects', event_ids: 'events', keys: 'keys' } as const;

/** The range of a resend; a day that both ends share is written once. */
export function rangeOf({ start_datetime, end_datetime }: ResendLog): string | null {
  if (start_datetime === null || end_datetime === null) return null;
  const [from, to] = [start_datetime, end_datetime].map((iso) => iso.slice(0, 16).split('T'));
  const [day, start] = from ?? [];
  const [endDay, end] = to ?? [];
  return `${day} ${start} – ${day === endDay ? '' : `${endDay} `}${end}`;
}

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
