import BetterSqlite3 from 'better-sqlite3';

import { comes } from './comes.ts';
import { FalseClock } from './false-clock.ts';
import type { FaultyWorld } from './faulty-world.ts';
import { restart } from './restart.ts';

const HOUR_S = 3_600;
/** Longer than any wait of the schedule: what is due later was scheduled by another clock. */
const LONGEST_WAIT_S = 30;
/** The dispatcher looks at the clock every half a minute; the rest is for a busy machine. */
const NOTICED_LIMIT_MS = 60_000;
/** Arrivals and requests after which things continue. */
const ENOUGH = { arrivals: 30, requests: 5 };

/**
 * The clock of the service and the dispatcher jumps an hour forward and two back from where it was,
 * while retries wait: requests are answered and worked off, and no retry waits for the clock to come
 * where it was. That nothing comes twice or stays behind, the audit says.
 */
export async function jumpClock(world: FaultyWorld): Promise<string[]> {
  const { system, load, arrivals } = world;
  const violations: string[] = [];
  using clock = new FalseClock();
  using retries = watchRetries(system.databaseFile);
  const { settings } = clock;
  await restart(world, 'resend-service', { settings });
  await restart(world, 'dispatcher', { settings });
  for (const aheadS of [HOUR_S, -2 * HOUR_S]) {
    if (!(await comes(() => retries.count() > 0))) violations.push('no retry waits');
    clock.set(aheadS);
    const [requests, came] = [load.requests, arrivals.count];
    const hasEnough = (): boolean =>
      load.requests > requests + ENOUGH.requests && arrivals.count > came + ENOUGH.arrivals;
    if (!(await comes(hasEnough))) violations.push(`nothing goes on ${aheadS} s ahead`);
    const isCaughtUp = (): boolean => retries.count(aheadS + LONGEST_WAIT_S) === 0;
    if (!(await comes(isCaughtUp, NOTICED_LIMIT_MS))) {
      violations.push(`retries wait for a clock that is ${aheadS} s ahead`);
    }
  }
  await restart(world, 'resend-service');
  await restart(world, 'dispatcher');
  return violations;
}

/** Counts the retries that wait, all of them or those due so many seconds from the true now. */
function watchRetries(file: string) {
  const connection = new BetterSqlite3(file, { readonly: true });
  const waiting = connection
    .prepare<[number], number>(
      `SELECT count(*) FROM deliveries WHERE state = 'RETRYING' AND next_attempt_at_ms > ?`,
    )
    .pluck();
  return {
    count: (laterByS?: number): number =>
      waiting.get(laterByS === undefined ? 0 : Date.now() + laterByS * 1000) ?? 0,
    [Symbol.dispose]: (): void => void connection.close(),
  };
}
