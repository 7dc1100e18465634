import type { EventKeyName } from '@webhooks/client';

import type { ResendRequest } from '../api/types.ts';

/** What can be named one by one: IDs of objects or of events, or keys of one kind. */
export const listFields = [
  'object_reference_ids',
  'event_ids',
  'end_to_end_id',
  'tx_id',
  'correlation_id',
  'tag',
] as const;

export type ListField = (typeof listFields)[number];

/** Entries of one resend that differ. */
const MAX_ENTRIES = 1_000;

/** Each entry of a list once: a line, and for IDs also what spaces or commas separate. */
export function entriesOf(listOf: ListField, text: string): string[] {
  const parts = text.split(isKey(listOf) ? /\r?\n/ : /[\s,;]/);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** What is wrong with a list; null: nothing that is known here. */
export function listProblem(
  listOf: ListField,
  text: string,
): 'required' | 'badIds' | 'tooMany' | null {
  const entries = entriesOf(listOf, text);
  if (entries.length === 0) return 'required';
  if (entries.length > MAX_ENTRIES) return 'tooMany';
  const areIds = entries.every((id) => /^\d+$/.test(id) && isId(Number(id)));
  return listOf !== 'object_reference_ids' || areIds ? null : 'badIds';
}

/** What is left of a list without some of its entries. */
export function without(
  { listOf, entries }: { readonly listOf: ListField; readonly entries: string },
  dropped: readonly string[],
): string {
  return entriesOf(listOf, entries)
    .filter((entry) => !dropped.includes(entry))
    .join('\n');
}

/** The field of a request that a list is. */
export function listRequest(listOf: ListField, text: string): Partial<ResendRequest> {
  const entries = entriesOf(listOf, text);
  if (isKey(listOf)) return { keys: entries.map((key) => ({ [listOf]: key })) };
  return listOf === 'event_ids'
    ? { event_ids: entries }
    : { object_reference_ids: entries.map(Number) };
}

/** The name that a field of a request has in the form: all keys are in one place. */
export function fieldOf(listOf: ListField): 'object_reference_ids' | 'event_ids' | 'keys' {
  return isKey(listOf) ? 'keys' : listOf;
}

/** Keys are known within an account alone. */
export function isKey(listOf: ListField): listOf is EventKeyName {
  return listOf !== 'object_reference_ids' && listOf !== 'event_ids';
}

function isId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}
