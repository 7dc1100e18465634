import { FencedOffError } from '@webhooks/domain';
import type { Fence } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Checks fences inside the write transactions that they protect; throws FencedOffError. */
export interface FenceGuard {
  assert(fence: Fence): void;
  /** The same, and takes a number for each of so many records, counted in the column recordings; answers the last one. */
  number(fence: Fence, records: number): number;
}

/** Prepares the statements of the fence check. */
export function createFenceGuard({ connection }: Database): FenceGuard {
  const isHeld = connection.prepare<[string, number]>(
    `SELECT 1 FROM dispatcher_lease WHERE id = 1 AND holder = ? AND fence = ?`,
  );
  const number = connection
    .prepare<[number, string, number], number>(
      `UPDATE dispatcher_lease SET recordings = recordings + ?
       WHERE id = 1 AND holder = ? AND fence = ? RETURNING recordings`,
    )
    .pluck();

  return {
    assert(fence) {
      if (isHeld.get(fence.holder, fence.number) === undefined) throw fencedOff(fence);
    },
    number(fence, records) {
      const last = number.get(records, fence.holder, fence.number);
      if (last === undefined) throw fencedOff(fence);
      return last;
    },
  };
}

function fencedOff({ holder, number }: Fence): FencedOffError {
  return new FencedOffError(`${holder} with fence ${number} is not the active dispatcher`);
}
