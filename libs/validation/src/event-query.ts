import { ID_PARAMETER, readParameters } from './query-parameters.ts';
import { refusal } from './refusal.ts';

/** Parameters of GET /v3/webhooks/events/{id}. */
export const EVENT_PARAMETERS = { before_resend_id: ID_PARAMETER } as const;

/**
 * Reads the query of GET /v3/webhooks/events/{id} from its decoded pairs: where its history starts,
 * null at the newest. Throws a validation error that names every parameter that is bad, unknown or
 * repeated.
 */
export function validateEventQuery(pairs: Iterable<readonly [string, string]>): number | null {
  const { values, violations } = readParameters(EVENT_PARAMETERS, pairs);
  if (violations.length > 0) throw refusal(violations);
  return values.before_resend_id ?? null;
}
