import type {
  DeliveryStateFilter,
  EventKey,
  EventKeys,
  FieldViolation,
  ResendOptions,
  ResendSelection,
  ResendType,
} from '@webhooks/domain';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import { parseDatetimeToMicros } from './datetime.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import { isId } from './identifier.ts';
import { refusal } from './refusal.ts';
import { firstViolations } from './resend-options.ts';
import { type ResendBodyField, resendBodySchema } from './resend-body-schema.ts';
import {
  assertListFits,
  inHandViolations,
  isEventKey,
  listOf,
  presenceViolations,
  rangeViolations,
} from './selection-rules.ts';
import { isName } from './text-patterns.ts';
import { unknownField } from './unknown-field.ts';

/** A body that matches the schema; null is the same as absent. */
interface ResendBody {
  readonly resend_type: ResendType;
  readonly object_reference_id?: number | null;
  readonly object_reference_ids?: readonly number[] | null;
  readonly event_ids?: readonly string[] | null;
  readonly keys?: readonly EventKeys[] | null;
  readonly source_account_branch_identifier?: string | null;
  readonly source_account_number?: string | null;
  readonly start_datetime?: string | null;
  readonly end_datetime?: string | null;
  readonly delivery_state?: DeliveryStateFilter | null;
  readonly include_in_hand?: boolean | null;
  readonly latest_only?: boolean | null;
  readonly event_types?: readonly string[] | null;
  readonly endpoint_ids?: readonly string[] | null;
  readonly name?: string | null;
  readonly reason?: string | null;
  readonly not_before?: string | null;
  readonly max_rate_per_second?: number | null;
  readonly first?: number | null;
  readonly deliver_to?: string | null;
}

/** What is resent, and how. */
export interface RequestedResend {
  readonly selection: ResendSelection;
  readonly options: ResendOptions;
}

/** Fields whose arrays may be as long as a body. */
export const LIST_FIELDS = ['object_reference_ids', 'event_ids', 'keys'] as const;

let compiled: ValidateFunction<ResendBody> | undefined;

/**
 * Reads the body of POST /v3/webhooks/resend. Throws a validation error that names every field that is
 * wrong, once, or list_too_long. How far ahead a moment lies is judged by the service.
 */
export function validateResendBody(value: Readonly<Record<string, unknown>>): RequestedResend {
  compiled ??= compileSchema();
  const badEntries = entryViolations(value);
  if (compiled(value) && badEntries.length === 0) {
    const selection = toSelection(value);
    const options = toOptions(value);
    const violations = [
      ...presenceOf(value),
      ...rangeViolations(selection.range),
      ...inHandViolations(selection),
      ...firstViolations(options, selection),
    ];
    if (violations.length > 0) throw refusal(violations);
    assertListFits(selection.list);
    return { selection, options };
  }
  throw refusal(
    onePerField([
      ...schemaViolations(compiled.errors ?? [], value),
      ...badEntries,
      ...presenceOf(value),
    ]),
  );
}

/** Compiled on first use: it takes milliseconds, and nothing runs on import. */
function compileSchema(): ValidateFunction<ResendBody> {
  const ajv = new Ajv({ strict: true, allErrors: true, ownProperties: true });
  ajv.addFormat('date-time', (text) => parseDatetimeToMicros(text) !== null);
  const { object_reference_ids, event_ids, ...others } = resendBodySchema.properties;
  // Entries are looked at one by one until one is wrong: thousands of errors take long to write.
  const { items: _objects, ...objects } = object_reference_ids;
  const { items: _events, ...events } = event_ids;
  const properties = { ...others, object_reference_ids: objects, event_ids: events };
  return ajv.compile<ResendBody>({ ...resendBodySchema, properties });
}

/** What is wrong with the entries of lists. */
function entryViolations(body: Readonly<Record<string, unknown>>): FieldViolation[] {
  return LIST_FIELDS.filter((field) => !hasGoodEntries(field, body[field])).map((field) => ({
    field,
    message: FIELD_MESSAGES[field],
  }));
}

function hasGoodEntries(field: (typeof LIST_FIELDS)[number], list: unknown): boolean {
  if (!Array.isArray(list)) return true;
  switch (field) {
    case 'event_ids':
      return list.every((entry) => typeof entry === 'string' && isName(entry));
    case 'object_reference_ids':
      return list.every((entry) => typeof entry === 'number' && isId(entry));
    case 'keys':
      return list.every(isKeyEntry);
  }
}

/** An object with one of the names. */
function isKeyEntry(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return false;
  const [pair, ...others] = Object.entries(entry);
  if (pair === undefined || others.length > 0) return false;
  const [name, value] = pair as [EventKey['name'], unknown];
  return typeof value === 'string' && isEventKey({ name, value });
}

function keysOf(entries: readonly EventKeys[]): EventKey[] {
  return entries.flatMap((entry) =>
    (Object.entries(entry) as [EventKey['name'], string][]).map(([name, value]) => ({
      name,
      value,
    })),
  );
}

function presenceOf(body: object): FieldViolation[] {
  const given = body as Partial<Record<ResendBodyField, unknown>>;
  return presenceViolations((field) => given[field] !== undefined && given[field] !== null);
}

function schemaViolations(
  errors: readonly ErrorObject[],
  body: Readonly<Record<string, unknown>>,
): FieldViolation[] {
  return errors.map((error): FieldViolation => {
    if (error.keyword === 'additionalProperties') {
      return unknownField(String(error.params['additionalProperty']));
    }
    const name = error.keyword === 'required' ? 'resend_type' : error.instancePath.split('/')[1];
    const field = name as ResendBodyField;
    const isAbsent = body[field] === undefined || body[field] === null;
    return isAbsent
      ? { field, code: 'required', message: `is required and ${FIELD_MESSAGES[field]}` }
      : { field, message: FIELD_MESSAGES[field] };
  });
}

function onePerField(violations: readonly FieldViolation[]): FieldViolation[] {
  const seen = new Set<string>();
  return violations.filter(({ field }) => !seen.has(field) && seen.add(field));
}

function toSelection(body: ResendBody): ResendSelection {
  const branchIdentifier = body.source_account_branch_identifier ?? null;
  const number = body.source_account_number ?? null;
  const startUs = parseDatetimeToMicros(body.start_datetime ?? '');
  const endUs = parseDatetimeToMicros(body.end_datetime ?? '');
  return {
    resendType: body.resend_type,
    objectReferenceId: body.object_reference_id ?? null,
    list: listOf(body.object_reference_ids ?? [], body.event_ids ?? [], keysOf(body.keys ?? [])),
    account: branchIdentifier === null || number === null ? null : { branchIdentifier, number },
    range: startUs === null || endUs === null ? null : { startUs, endUs },
    deliveryState: body.delivery_state ?? 'ALL',
    includeInHand: body.include_in_hand ?? false,
    latestOnly: body.latest_only ?? false,
    eventTypes: body.event_types ?? [],
    endpointIds: body.endpoint_ids ?? [],
  };
}

function toOptions(body: ResendBody): ResendOptions {
  const { name, reason, not_before: notBefore, max_rate_per_second: rate } = body;
  const notBeforeUs = parseDatetimeToMicros(notBefore ?? '');
  return {
    name: name ?? null,
    reason: reason ?? null,
    notBeforeMs: notBeforeUs === null ? null : Math.floor(notBeforeUs / 1000),
    maxRatePerSecond: rate ?? null,
    first: body.first ?? null,
    deliverTo: body.deliver_to ?? null,
  };
}
