import { parseId } from './identifier.ts';
import { DEFAULT_HOURS, MAX_HOURS } from './limits.ts';
import { readParameters } from './query-parameters.ts';
import { refusal } from './refusal.ts';

/** Parameters of GET /v3/webhooks/endpoints/{id}/statistics. */
export const STATISTICS_PARAMETERS = {
  hours: {
    read: readHours,
    message: `must be an integer from 1 to ${MAX_HOURS}`,
    schema: {
      ...{ type: 'integer', format: 'int64', minimum: 1, maximum: MAX_HOURS },
      default: DEFAULT_HOURS,
    },
  },
} as const;

/**
 * Reads the query of GET /v3/webhooks/endpoints/{id}/statistics from its decoded pairs: the hours that
 * are asked for. Throws a validation error that names every parameter that is bad.
 */
export function validateStatisticsQuery(pairs: Iterable<readonly [string, string]>): number {
  const { values, violations } = readParameters(STATISTICS_PARAMETERS, pairs);
  if (violations.length > 0) throw refusal(violations);
  return values.hours ?? DEFAULT_HOURS;
}

function readHours(text: string): number | null {
  const hours = parseId(text);
  return hours !== null && hours <= MAX_HOURS ? hours : null;
}
