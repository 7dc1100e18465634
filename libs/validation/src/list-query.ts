import type {
  CreatedBy,
  FieldViolation,
  ResendControl,
  ResendCursor,
  ResendKind,
  ResendListQuery,
  ResendType,
} from '@webhooks/domain';

import { MAX_DATETIME_LENGTH, parseDatetimeToMicros } from './datetime.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import { DEFAULT_PAGE_SIZE } from './limits.ts';
import {
  choiceParameter,
  ID_PARAMETER,
  LIST_PARAMETERS,
  readParameters,
  type QueryValues,
} from './query-parameters.ts';
import { refusal } from './refusal.ts';

/** Resends are ordered by the millisecond. */
const MILLIS_PARAMETER = {
  read: readMillis,
  message: FIELD_MESSAGES.start_datetime,
  schema: { type: 'string', format: 'date-time', maxLength: MAX_DATETIME_LENGTH },
} as const;

/** Parameters of GET /v3/webhooks/resend. */
export const RESEND_LIST_PARAMETERS = {
  ...LIST_PARAMETERS,
  status: choiceParameter(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED']),
  resend_type: choiceParameter<ResendType>(['CASHIN', 'CASHOUT']),
  object_reference_id: ID_PARAMETER,
  account_mirror_id: ID_PARAMETER,
  created_by: choiceParameter<CreatedBy>(['me', 'anyone']),
  kind: choiceParameter<ResendKind>(['one', 'range', 'list', 'retry']),
  control: choiceParameter<ResendControl>(['RUNNING', 'PAUSED', 'CANCELLING']),
  created_from: MILLIS_PARAMETER,
  created_to: MILLIS_PARAMETER,
  cursor_datetime: MILLIS_PARAMETER,
} as const;

type Values = QueryValues<typeof RESEND_LIST_PARAMETERS>;

/**
 * Reads the query of GET /v3/webhooks/resend from its decoded pairs. Throws a validation error that
 * names every parameter that is bad, unknown or repeated.
 */
export function validateListQuery(
  pairs: Iterable<readonly [string, string]>,
): Omit<ResendListQuery, 'userId'> {
  const { values, violations } = readParameters(RESEND_LIST_PARAMETERS, pairs);
  violations.push(...cursorViolations(values));
  const { created_from: from = null, created_to: to = null } = values;
  if (from !== null && to !== null && from > to) {
    violations.push({ field: 'created_from', message: 'must not be after created_to' });
  }
  if (violations.length > 0) throw refusal(violations);
  return {
    status: values.status ?? null,
    resendType: values.resend_type ?? null,
    objectReferenceId: values.object_reference_id ?? null,
    accountId: values.account_mirror_id ?? null,
    createdBy: values.created_by ?? 'me',
    kind: values.kind ?? null,
    control: values.control ?? null,
    createdFromMs: values.created_from ?? null,
    createdToMs: values.created_to ?? null,
    cursor: toCursor(values),
    direction: values.cursor_direction ?? 'NEXT',
    limit: values.limit ?? DEFAULT_PAGE_SIZE,
  };
}

function cursorViolations(values: Values): FieldViolation[] {
  const hasDatetime = 'cursor_datetime' in values;
  const hasId = 'cursor_id' in values;
  if (hasDatetime && !hasId) {
    const message = 'is required when cursor_datetime is given';
    return [{ field: 'cursor_id', code: 'required', message }];
  }
  if (hasId && !hasDatetime) {
    const message = 'is required when cursor_id is given';
    return [{ field: 'cursor_datetime', code: 'required', message }];
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

function readMillis(text: string): number | null {
  const us = parseDatetimeToMicros(text);
  return us === null ? null : Math.floor(us / 1000);
}
