import { nothing, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** By what a list is ordered by: towards greater numbers, or towards smaller ones. */
export type Direction = 'up' | 'down';

/** The part of a walk beyond a number in a column (null: all of it), nearest first. */
export function beyond(direction: Direction, from: number | null, column: Sql): Sql {
  const order = direction === 'up' ? sql`ORDER BY ${column}` : sql`ORDER BY ${column} DESC`;
  if (from === null) return order;
  return direction === 'up'
    ? sql`AND ${column} > ${from} ${order}`
    : sql`AND ${column} < ${from} ${order}`;
}

/** The part of a walk up to and with a number; null: all of it. */
export function upTo(direction: Direction, horizon: number | null, column: Sql): Sql {
  if (horizon === null) return nothing;
  return direction === 'up' ? sql`AND ${column} <= ${horizon}` : sql`AND ${column} >= ${horizon}`;
}

/** Orders numbers by their distance from where a walk begins. */
export function byDistance(direction: Direction): (one: number, other: number) => number {
  return direction === 'up' ? (one, other) => one - other : (one, other) => other - one;
}
