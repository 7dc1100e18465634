import type { DeliveryListQuery } from '@webhooks/domain';

import { DEFAULT_PAGE_SIZE } from './limits.ts';
import { choiceParameter, LIST_PARAMETERS, readParameters } from './query-parameters.ts';
import { refusal } from './refusal.ts';

/** Parameters of GET /v3/webhooks/resend/{id}/deliveries. */
export const DELIVERY_LIST_PARAMETERS = {
  ...LIST_PARAMETERS,
  state: choiceParameter(['PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED']),
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
    cursorPosition: values.cursor_id ?? null,
    direction: values.cursor_direction ?? 'NEXT',
    limit: values.limit ?? DEFAULT_PAGE_SIZE,
  };
}
