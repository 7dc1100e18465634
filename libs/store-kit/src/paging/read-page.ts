import type { PageLimit } from '@webhooks/domain';

/** Rows within a limit; cut when there may be more. */
export interface LimitedRows<Row> {
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

/** The first rows within a limit, one at least; reads no further than it must. */
export function readPage<Row extends { readonly payload: Uint8Array }>(
  source: Iterable<Row>,
  limit: PageLimit,
): LimitedRows<Row> {
  const rows: Row[] = [];
  let bytes = 0;
  for (const row of source) {
    bytes += row.payload.length;
    if (rows.length > 0 && bytes > limit.bytes) return { rows, isCut: true };
    rows.push(row);
    if (rows.length >= limit.rows) return { rows, isCut: true };
  }
  return { rows, isCut: false };
}
