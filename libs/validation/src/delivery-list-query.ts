import { type DeliveryListQuery, errorClasses } from '@webhooks/domain';

import { parseId } from './identifier.ts';
import { DEFAULT_PAGE_SIZE } from './limits.ts';
import {
  choiceParameter,
  EVENT_TYPE_PARAMETER,
  LIST_PARAMETERS,
  NAME_PARAMETER,
  readParameters,
} from './query-parameters.ts';
import { refusal } from './refusal.ts';

/** Parameters of GET /v3/webhooks/resend/{id}/deliveries. */
export const DELIVERY_LIST_PARAMETERS = {
  ...LIST_PARAMETERS,
  state: choiceParameter(['PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED']),
  endpoint_id: NAME_PARAMETER,
  event_type: EVENT_TYPE_PARAMETER,
  event_id: NAME_PARAMETER,
  http_status: {
    read: readHttpStatus,
    message: 'must be an integer from 100 to 999',
    schema: { type: 'integer', format: 'int64', minimum: 100, maximum: 999 },
  },
  error_class: choiceParameter(errorClasses),
} as const;

/**
 * Reads the query of GET /v3/webhooks/resend/{id}/deliveries from its decoded pairs. Throws a
 * validation error that names every parameter that is bad, unknown or repeated.
 */
export function validateDeliveryListQuery(
  pairs: Iterable<readonly [string, string]>,
): Omit<DeliveryListQuery, 'resendId'> {
  const { values, violations } = readParameters(DELIVERY_LIST_PARAMETERS, pairs);
  if (values.cursor_direction === 'PREVIOUS' && !('cursor_id' in values)) {
    violations.push({ field: 'cursor_direction', message: 'PREVIOUS requires cursor_id' });
  }
  if (violations.length > 0) throw refusal(violations);
  return {
    state: values.state ?? null,
    endpointId: values.endpoint_id ?? null,
    eventType: values.event_type ?? null,
    eventId: values.event_id ?? null,
    httpStatus: values.http_status ?? null,
    errorClass: values.error_class ?? null,
    cursorPosition: values.cursor_id ?? null,
    direction: values.cursor_direction ?? 'NEXT',
    limit: values.limit ?? DEFAULT_PAGE_SIZE,
  };
}

function readHttpStatus(text: string): number | null {
  const status = parseId(text);
  return status !== null && status >= 100 && status <= 999 ? status : null;
}
