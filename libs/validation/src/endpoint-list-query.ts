import type { EndpointCursor, EndpointListQuery, FieldViolation } from '@webhooks/domain';

import { DEFAULT_PAGE_SIZE } from './limits.ts';
import {
  ID_PARAMETER,
  LIST_PARAMETERS,
  NAME_PARAMETER,
  readParameters,
  type QueryValues,
} from './query-parameters.ts';
import { refusal } from './refusal.ts';

/** Parameters of GET /v3/webhooks/endpoints. */
export const ENDPOINT_LIST_PARAMETERS = {
  ...LIST_PARAMETERS,
  account_mirror_id: ID_PARAMETER,
  cursor_account_mirror_id: ID_PARAMETER,
  cursor_id: NAME_PARAMETER,
} as const;

type Values = QueryValues<typeof ENDPOINT_LIST_PARAMETERS>;

/**
 * Reads the query of GET /v3/webhooks/endpoints from its decoded pairs. Throws a validation error that
 * names every parameter that is bad, unknown or repeated.
 */
export function validateEndpointListQuery(
  pairs: Iterable<readonly [string, string]>,
): Omit<EndpointListQuery, 'userId'> {
  const { values, violations } = readParameters(ENDPOINT_LIST_PARAMETERS, pairs);
  violations.push(...cursorViolations(values));
  if (violations.length > 0) throw refusal(violations);
  return {
    accountId: values.account_mirror_id ?? null,
    cursor: toCursor(values),
    direction: values.cursor_direction ?? 'NEXT',
    limit: values.limit ?? DEFAULT_PAGE_SIZE,
  };
}

function cursorViolations(values: Values): FieldViolation[] {
  const hasAccount = 'cursor_account_mirror_id' in values;
  const hasId = 'cursor_id' in values;
  if (hasAccount && !hasId) {
    const message = 'is required when cursor_account_mirror_id is given';
    return [{ field: 'cursor_id', code: 'required', message }];
  }
  if (hasId && !hasAccount) {
    const message = 'is required when cursor_id is given';
    return [{ field: 'cursor_account_mirror_id', code: 'required', message }];
  }
  if (values.cursor_direction === 'PREVIOUS' && !hasId) {
    const message = 'PREVIOUS requires cursor_account_mirror_id and cursor_id';
    return [{ field: 'cursor_direction', message }];
  }
  return [];
}

function toCursor({ cursor_account_mirror_id, cursor_id }: Values): EndpointCursor | null {
  const accountId = cursor_account_mirror_id ?? null;
  const id = cursor_id ?? null;
  return accountId === null || id === null ? null : { accountId, id };
}
