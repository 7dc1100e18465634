import { DomainError, EVENT_KEY_NAMES } from '@webhooks/domain';
import type { EventKey, FieldViolation, ResendSelection, SelectionList } from '@webhooks/domain';

import { isSaneMicros } from './datetime.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import { isId } from './identifier.ts';
import {
  MAX_ACCOUNT_PART_LENGTH,
  MAX_FILTER_ENTRIES,
  MAX_KEY_LENGTH,
  MAX_LIST_ENTRIES,
} from './limits.ts';
import type { SelectionField } from './resend-body-schema.ts';
import { isEventType, isName, isPrintable } from './text-patterns.ts';

const BRANCH = 'source_account_branch_identifier';
const NUMBER = 'source_account_number';
const BULK_FIELDS = [BRANCH, NUMBER, 'start_datetime', 'end_datetime'] as const;

/** Ways to name what is meant; a request takes one of them, and may restrict it to a range. */
const NAMING_FIELDS = ['object_reference_id', 'object_reference_ids', 'event_ids', 'keys'] as const;

/**
 * What is missing or too much, by the presence of the fields alone: a datetime asks for all four, branch and
 * number come together, and what names nothing needs all four.
 */
export function presenceViolations(
  isPresent: (field: SelectionField) => boolean,
): FieldViolation[] {
  const [name, ...others] = NAMING_FIELDS.filter(isPresent);
  if (others.length > 0) {
    return others.map((field) => ({
      field,
      code: 'beside_another',
      message: `must not be given beside ${name}`,
    }));
  }
  const missing = BULK_FIELDS.filter((field) => !isPresent(field));
  if (isPresent('start_datetime') || isPresent('end_datetime')) {
    const message = 'is required when start_datetime or end_datetime is given';
    return missing.map((field) => ({ field, code: 'required', message }));
  }
  if (name === 'keys') {
    const message = 'is required when keys is given';
    return missing
      .filter((field) => field === BRANCH || field === NUMBER)
      .map((field) => ({ field, code: 'required', message }));
  }
  if (isPresent(BRANCH) !== isPresent(NUMBER)) {
    const [field, other] = isPresent(BRANCH) ? [NUMBER, BRANCH] : [BRANCH, NUMBER];
    return [{ field, code: 'required', message: `is required when ${other} is given` }];
  }
  if (name !== undefined) return [];
  const message = `is required unless ${BRANCH}, ${NUMBER}, start_datetime and end_datetime are all given`;
  return [{ field: 'object_reference_id', code: 'required', message }];
}

/** A range that ends before it starts. */
export function rangeViolations(range: ResendSelection['range']): FieldViolation[] {
  if (range === null || range.startUs <= range.endUs) return [];
  return [
    { field: 'start_datetime', code: 'after_end', message: 'must not be after end_datetime' },
  ];
}

/** What is in hand goes without saying, or is not asked for, with any other state. */
export function inHandViolations({
  deliveryState,
  includeInHand,
}: Pick<ResendSelection, 'deliveryState' | 'includeInHand'>): FieldViolation[] {
  if (!includeInHand || deliveryState === 'UNDELIVERED') return [];
  return [
    {
      field: 'include_in_hand',
      code: 'needs_undelivered',
      message: 'needs delivery_state UNDELIVERED',
    },
  ];
}

/** The list of three fields, each entry once; null where none has any. */
export function listOf(
  objectReferenceIds: readonly number[],
  eventIds: readonly string[],
  keys: readonly EventKey[],
): SelectionList | null {
  if (objectReferenceIds.length > 0) {
    return { field: 'object_reference_ids', entries: [...new Set(objectReferenceIds)] };
  }
  if (eventIds.length > 0) return { field: 'event_ids', entries: [...new Set(eventIds)] };
  if (keys.length === 0) return null;
  const distinct = new Map(keys.map((key) => [`${key.name}=${key.value}`, key]));
  return { field: 'keys', entries: [...distinct.values()] };
}

/** Says whether a key has a name that there is, and a value within its limits. */
export function isEventKey({ name, value }: EventKey): boolean {
  return EVENT_KEY_NAMES.includes(name) && isPrintable(value, MAX_KEY_LENGTH);
}

/** Throws list_too_long. */
export function assertListFits(list: SelectionList | null): void {
  if (list === null || list.entries.length <= MAX_LIST_ENTRIES) return;
  const message = `${list.field} must not have more than ${MAX_LIST_ENTRIES} entries that differ`;
  const limit = { name: 'list_entries', value: MAX_LIST_ENTRIES } as const;
  throw new DomainError('list_too_long', message, { limit });
}

/**
 * Everything wrong with a selection that did not come as a v3 body: limits of each field and rules
 * between them. Fields are named as in the contract. Empty: nothing is wrong.
 */
export function selectionViolations(selection: ResendSelection): FieldViolation[] {
  const limits = limitViolations(selection);
  const named = new Set(limits.map(({ field }) => field));
  const between = [
    ...presenceViolations((field) => isGiven(selection, field)),
    ...rangeViolations(selection.range),
    ...inHandViolations(selection),
  ];
  return [...limits, ...between.filter(({ field }) => !named.has(field))];
}

function limitViolations(selection: ResendSelection): FieldViolation[] {
  const { objectReferenceId, list, account, range, eventTypes, endpointIds } = selection;
  const valid: Partial<Record<SelectionField, boolean>> = {
    object_reference_id: objectReferenceId === null || isId(objectReferenceId),
    object_reference_ids: list?.field !== 'object_reference_ids' || list.entries.every(isId),
    event_ids: list?.field !== 'event_ids' || list.entries.every(isName),
    keys: list?.field !== 'keys' || list.entries.every(isEventKey),
    [BRANCH]: account === null || isAccountPart(account.branchIdentifier),
    [NUMBER]: account === null || isAccountPart(account.number),
    start_datetime: range === null || isSaneMicros(range.startUs),
    end_datetime: range === null || isSaneMicros(range.endUs),
    event_types: eventTypes.length <= MAX_FILTER_ENTRIES && eventTypes.every(isEventType),
    endpoint_ids: endpointIds.length <= MAX_FILTER_ENTRIES && endpointIds.every(isName),
  };
  return (Object.keys(valid) as SelectionField[])
    .filter((field) => valid[field] === false)
    .map((field) => ({ field, message: FIELD_MESSAGES[field] }));
}

function isAccountPart(text: string): boolean {
  return isPrintable(text, MAX_ACCOUNT_PART_LENGTH);
}

function isGiven(selection: ResendSelection, field: string): boolean {
  const { objectReferenceId, list, account, range } = selection;
  if (field === 'object_reference_id') return objectReferenceId !== null;
  if (['object_reference_ids', 'event_ids', 'keys'].includes(field)) return list?.field === field;
  return field === BRANCH || field === NUMBER ? account !== null : range !== null;
}
