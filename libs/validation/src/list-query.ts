import type {
  CursorDirection,
  FieldViolation,
  ResendCursor,
  ResendListQuery,
  ResendStatus,
} from '@webhooks/domain';

import { parseDatetimeToMicros } from './datetime.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import { parseId } from './identifier.ts';
import { DEFAULT_PAGE_SIZE, MAX_ID, MAX_PAGE_SIZE } from './limits.ts';
import { refusal, shownField } from './refusal.ts';

const ID_MESSAGE = `must be an integer from 1 to ${MAX_ID}`;

/** Each parameter with its reader, which answers null for a bad value, and what it has to be. */
const PARAMETERS = {
  limit: { read: readLimit, message: `must be an integer from 1 to ${MAX_PAGE_SIZE}` },
  status: { read: readStatus, message: 'must be PENDING, PROCESSING, COMPLETED or FAILED' },
  object_reference_id: { read: parseId, message: ID_MESSAGE },
  account_mirror_id: { read: parseId, message: ID_MESSAGE },
  cursor_datetime: { read: readCursorMs, message: FIELD_MESSAGES.start_datetime },
  cursor_id: { read: parseId, message: ID_MESSAGE },
  cursor_direction: { read: readDirection, message: 'must be NEXT or PREVIOUS' },
} as const satisfies Record<string, { read: (text: string) => unknown; message: string }>;

type Parameter = keyof typeof PARAMETERS;
type Values = { [P in Parameter]?: ReturnType<(typeof PARAMETERS)[P]['read']> };

/**
 * Reads the query of GET /v3/webhooks/resend from its decoded pairs. Throws a validation error that
 * names every parameter that is bad, unknown or repeated.
 */
export function validateListQuery(
  pairs: Iterable<readonly [string, string]>,
): Omit<ResendListQuery, 'userId'> {
  const { values, violations } = readPairs(pairs);
  violations.push(...cursorViolations(values));
  if (violations.length > 0) throw refusal(violations);
  return {
    status: values.status ?? null,
    objectReferenceId: values.object_reference_id ?? null,
    accountId: values.account_mirror_id ?? null,
    cursor: toCursor(values),
    direction: values.cursor_direction ?? 'NEXT',
    limit: values.limit ?? DEFAULT_PAGE_SIZE,
  };
}

/** A bad value is kept as null, so that it counts as given for the rules between parameters. */
function readPairs(pairs: Iterable<readonly [string, string]>) {
  const values: Partial<Record<Parameter, unknown>> = {};
  const problems = new Map<string, string>();
  for (const [name, text] of pairs) {
    if (!isParameter(name)) {
      problems.set(shownField(name), 'is not a known parameter');
    } else if (name in values) {
      problems.set(name, 'is given more than once');
    } else {
      values[name] = PARAMETERS[name].read(text);
      if (values[name] === null) problems.set(name, PARAMETERS[name].message);
    }
  }
  const violations: FieldViolation[] = [...problems].map(([field, message]) => ({
    field,
    message,
  }));
  return { values: values as Values, violations };
}

function isParameter(name: string): name is Parameter {
  return Object.hasOwn(PARAMETERS, name);
}

function cursorViolations(values: Values): FieldViolation[] {
  const hasDatetime = 'cursor_datetime' in values;
  const hasId = 'cursor_id' in values;
  if (hasDatetime && !hasId) {
    return [{ field: 'cursor_id', message: 'is required when cursor_datetime is given' }];
  }
  if (hasId && !hasDatetime) {
    return [{ field: 'cursor_datetime', message: 'is required when cursor_id is given' }];
  }
  if (values.cursor_direction === 'PREVIOUS' && !hasId) {
    const message = 'PREVIOUS requires cursor_datetime and cursor_id';
    return [{ field: 'cursor_direction', message }];
  }
  return [];
}

function toCursor({ cursor_datetime, cursor_id }: Values): ResendCursor | null {
  const createdAtMs = cursor_datetime ?? null;
  const id = cursor_id ?? null;
  return createdAtMs === null || id === null ? null : { createdAtMs, id };
}

function readLimit(text: string): number | null {
  const value = parseId(text);
  return value !== null && value <= MAX_PAGE_SIZE ? value : null;
}

function readStatus(text: string): ResendStatus | null {
  switch (text) {
    case 'PENDING':
    case 'PROCESSING':
    case 'COMPLETED':
    case 'FAILED':
      return text;
    default:
      return null;
  }
}

function readDirection(text: string): CursorDirection | null {
  const direction = text.toUpperCase();
  return direction === 'NEXT' || direction === 'PREVIOUS' ? direction : null;
}

/** Resends are ordered by the millisecond. */
function readCursorMs(text: string): number | null {
  const us = parseDatetimeToMicros(text);
  return us === null ? null : Math.floor(us / 1000);
}
