import type { Database } from '../sql/database.ts';
import type { Direction } from '../sql/walk.ts';

/** Positions of the waiting deliveries of a resend beyond a place, nearest first. */
export type WaitingPositions = (
  resendId: number,
  direction: Direction,
  from: number | null,
  limit: number,
) => number[];

/**
 * Waiting deliveries are indexed by endpoint, as the dispatcher needs them. The nearest of all
 * endpoints is taken again and again: one look into the index for each endpoint and each position.
 */
export function createWaitingPositions({ connection }: Database): WaitingPositions {
  const endpointsOf = connection
    .prepare<[number], string>(`SELECT endpoint_id FROM resend_endpoints WHERE resend_id = ?`)
    .pluck();
  const beyond = (comparison: string, order: string) =>
    connection
      .prepare<[number, string, number], number>(
        `SELECT position FROM deliveries INDEXED BY deliveries_waiting
         WHERE resend_id = ? AND endpoint_id = ? AND state = 'PENDING' AND position ${comparison} ?
         ORDER BY position ${order} LIMIT 1`,
      )
      .pluck();
  const nearest = { up: beyond('>', 'ASC'), down: beyond('<', 'DESC') };

  return (resendId, direction, from, limit) => {
    const next = (endpointId: string, place: number): Head[] => {
      const position = nearest[direction].get(resendId, endpointId, place);
      return position === undefined ? [] : [{ endpointId, position }];
    };
    const start = from ?? (direction === 'up' ? 0 : Number.MAX_SAFE_INTEGER);
    let heads = endpointsOf.all(resendId).flatMap((endpointId) => next(endpointId, start));
    const positions: number[] = [];
    while (positions.length < limit && heads.length > 0) {
      const { endpointId, position } = heads.reduce((one, other) => nearer(direction, one, other));
      positions.push(position);
      heads = heads.filter((head) => head.endpointId !== endpointId);
      heads.push(...next(endpointId, position));
    }
    return positions;
  };
}

/** The nearest waiting delivery of one endpoint. */
interface Head {
  readonly endpointId: string;
  readonly position: number;
}

function nearer(direction: Direction, one: Head, other: Head): Head {
  return one.position < other.position === (direction === 'up') ? one : other;
}
