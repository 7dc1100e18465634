import type { EventLog } from '@webhooks/client';
import { computed } from '@preact/signals';

import { MAX_SELECTED } from '../payload/limits.ts';
import { perUser } from '../session/per-user.ts';

/** What is kept of an event that was chosen, so that pages can be turned meanwhile. */
export type SelectedEvent = Pick<
  EventLog,
  | 'id'
  | 'account_mirror_id'
  | 'resend_type'
  | 'source_account_branch_identifier'
  | 'source_account_number'
>;

const none: ReadonlyMap<string, SelectedEvent> = new Map();
const kept = perUser(none);

/** The events that were chosen by whoever is signed in, by ID. */
export const selected = computed(() => kept.value);

/** Chooses events, or no longer; false when they would be too many, and nothing is changed. */
export function select(events: readonly SelectedEvent[], isChosen: boolean): boolean {
  const next = new Map(selected.value);
  for (const event of events) {
    if (isChosen) next.set(event.id, event);
    else next.delete(event.id);
  }
  if (next.size > MAX_SELECTED) return false;
  kept.value = next;
  return true;
}

export function clearSelection(): void {
  kept.value = none;
}

/** Why a selection cannot be one resend: it would be of two accounts, or of both directions. */
export function mixedBy(events: Iterable<SelectedEvent>): 'accounts' | 'directions' | null {
  const all = [...events];
  if (new Set(all.map((one) => one.account_mirror_id)).size > 1) return 'accounts';
  return new Set(all.map((one) => one.resend_type)).size > 1 ? 'directions' : null;
}
