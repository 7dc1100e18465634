import type { Database } from '../sql/database.ts';

interface Row {
  readonly endpointId: string;
  readonly retryAtMs: number;
}

/** Reads when those of some endpoints are tested next whose breaker is not closed. */
export function createNextTests({
  connection,
}: Database): (endpointIds: readonly string[]) => ReadonlyMap<string, number> {
  const find = connection.prepare<[string], Row>(
    `SELECT b.endpoint_id AS endpointId, b.retry_at_ms AS retryAtMs
     FROM json_each(?) CROSS JOIN endpoint_breakers AS b ON b.endpoint_id = json_each.value`,
  );
  return (endpointIds) =>
    new Map(
      find
        .all(JSON.stringify(endpointIds))
        .map(({ endpointId, retryAtMs }) => [endpointId, retryAtMs]),
    );
}
