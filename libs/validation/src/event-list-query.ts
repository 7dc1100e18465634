import {
  type DeliveryStateFilter,
  EVENT_KEY_NAMES,
  type EventListFilters,
  type FieldViolation,
} from '@webhooks/domain';

import { MAX_DATETIME_LENGTH, parseDatetimeToMicros } from './datetime.ts';
import { FIELD_MESSAGES } from './field-messages.ts';
import { DEFAULT_PAGE_SIZE, MAX_FILTER_ENTRIES, MAX_KEY_LENGTH } from './limits.ts';
import {
  choiceParameter,
  FLAG_PARAMETER,
  ID_PARAMETER,
  LIST_PARAMETERS,
  NAME_PARAMETER,
  readParameters,
} from './query-parameters.ts';
import { refusal } from './refusal.ts';
import { inHandViolations } from './selection-rules.ts';
import { isEventType, isName, isPrintable } from './text-patterns.ts';

const TYPES_MESSAGE = `must be 1 to ${MAX_FILTER_ENTRIES} event types of 1 to 64 characters A-Z 0-9 _, with commas between`;

const DATETIME_PARAMETER = {
  read: parseDatetimeToMicros,
  message: FIELD_MESSAGES.start_datetime,
  schema: { type: 'string', format: 'date-time', maxLength: MAX_DATETIME_LENGTH },
} as const;

const KEY_PARAMETER = {
  read: (text: string) => (isPrintable(text, MAX_KEY_LENGTH) ? text : null),
  message: `must be 1 to ${MAX_KEY_LENGTH} printable characters`,
  schema: { type: 'string', minLength: 1, maxLength: MAX_KEY_LENGTH },
} as const;

/** Parameters of GET /v3/webhooks/events. */
export const EVENT_LIST_PARAMETERS = {
  ...LIST_PARAMETERS,
  account_mirror_id: ID_PARAMETER,
  resend_type: choiceParameter(['CASHIN', 'CASHOUT']),
  object_reference_id: ID_PARAMETER,
  start_datetime: DATETIME_PARAMETER,
  end_datetime: DATETIME_PARAMETER,
  event_types: {
    read: readTypes,
    message: TYPES_MESSAGE,
    schema: { type: 'string', pattern: '^[A-Z0-9_]{1,64}(,[A-Z0-9_]{1,64}){0,63}$' },
  },
  endpoint_id: NAME_PARAMETER,
  end_to_end_id: KEY_PARAMETER,
  tx_id: KEY_PARAMETER,
  correlation_id: KEY_PARAMETER,
  tag: KEY_PARAMETER,
  delivery_state: choiceParameter<DeliveryStateFilter>([
    'ALL',
    'FAILED',
    'NEVER_ATTEMPTED',
    'UNDELIVERED',
  ]),
  include_in_hand: FLAG_PARAMETER,
} as const;

/** How the fields are called that rules between them, and lists, name. */
export interface EventFilterNames {
  readonly types: string;
  readonly start: string;
  readonly end: string;
}

const V3_NAMES: EventFilterNames = {
  types: 'event_types',
  start: 'start_datetime',
  end: 'end_datetime',
};

/**
 * Reads the query of GET /v3/webhooks/events from its decoded pairs. Throws a validation error that
 * names every parameter that is bad, unknown or repeated.
 */
export function validateEventListQuery(
  pairs: Iterable<readonly [string, string]>,
): EventListFilters {
  const { values, violations } = readParameters(EVENT_LIST_PARAMETERS, pairs);
  const query = {
    accountId: values.account_mirror_id ?? null,
    resendType: values.resend_type ?? null,
    objectReferenceId: values.object_reference_id ?? null,
    startUs: values.start_datetime ?? null,
    endUs: values.end_datetime ?? null,
    types: values.event_types ?? [],
    endpointId: values.endpoint_id ?? null,
    key: null,
    deliveryState: values.delivery_state ?? 'ALL',
    includeInHand: values.include_in_hand ?? false,
    cursor: values.cursor_id ?? null,
    direction: values.cursor_direction ?? 'NEXT',
    limit: values.limit ?? DEFAULT_PAGE_SIZE,
  };
  if (values.cursor_direction === 'PREVIOUS' && !('cursor_id' in values)) {
    violations.push({ field: 'cursor_direction', message: 'PREVIOUS requires cursor_id' });
  }
  // A resend_type that is bad is named alone.
  if (!('resend_type' in values) || values.resend_type !== null) {
    violations.push(...eventFilterViolations(query, V3_NAMES));
  }
  const [name, ...others] = EVENT_KEY_NAMES.filter((own) => own in values);
  violations.push(
    ...others.map((field) => ({ field, message: `must not be given beside ${name}` })),
  );
  if (violations.length > 0) throw refusal(violations);
  const value = name === undefined ? null : (values[name] ?? null);
  return name === undefined || value === null ? query : { ...query, key: { name, value } };
}

/** What is wrong with the filters of a list of events, beyond each plain field alone. */
export function eventFilterViolations(
  filters: Pick<
    EventListFilters,
    | 'resendType'
    | 'objectReferenceId'
    | 'startUs'
    | 'endUs'
    | 'types'
    | 'endpointId'
    | 'key'
    | 'deliveryState'
    | 'includeInHand'
  >,
  names: EventFilterNames,
): FieldViolation[] {
  const { resendType, objectReferenceId, startUs, endUs, types, endpointId, key } = filters;
  const violations: FieldViolation[] = [...inHandViolations(filters)];
  if (objectReferenceId !== null && resendType === null) {
    const message = 'is required when object_reference_id is given';
    violations.push({ field: 'resend_type', code: 'required', message });
  }
  if (startUs !== null && endUs !== null && startUs > endUs) {
    const message = `must not be after ${names.end}`;
    violations.push({ field: names.start, code: 'after_end', message });
  }
  if (types.length > MAX_FILTER_ENTRIES || !types.every(isEventType)) {
    violations.push({ field: names.types, message: TYPES_MESSAGE });
  }
  if (endpointId !== null && !isName(endpointId)) {
    const { message } = EVENT_LIST_PARAMETERS.endpoint_id;
    violations.push({ field: 'endpoint_id', message });
  }
  if (key !== null && !isPrintable(key.value, MAX_KEY_LENGTH)) {
    violations.push({ field: 'key.value', message: KEY_PARAMETER.message });
  }
  return violations;
}

function readTypes(text: string): readonly string[] | null {
  const types = text.split(',', MAX_FILTER_ENTRIES + 1);
  return types.length <= MAX_FILTER_ENTRIES && types.every(isEventType) ? types : null;
}
