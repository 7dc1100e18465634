import { setTimeout as delay } from 'node:timers/promises';

import { RESEND_PATH } from '@webhooks/proof-kit';

import { comes } from '../faults/comes.ts';
import type { FaultyWorld } from '../faults/faulty-world.ts';
import { restart } from '../faults/restart.ts';
import type { SmallDisk } from './small-disk.ts';

/** How long the apps work before the disk is full. */
const MAX_BEFORE_MS = 2_000;
const LASTS_MS = 3_000;
const ENOUGH = { requests: 10, arrivals: 10 };

/**
 * The disk gets full while both apps write: requests are refused, outcomes wait, and what is stored
 * can be read. The service starts on it, too. When there is room, everything continues by itself.
 */
export async function fillDisk(world: FaultyWorld, disk: SmallDisk): Promise<string[]> {
  const { system, load, arrivals, random } = world;
  const violations: string[] = [];
  // The last one that closes the database leaves no WAL: the next one has to grow.
  await system.app('dispatcher').stop();
  await arrivals.nextLife();
  await restart(world, 'resend-service');
  await system.start('dispatcher');
  await delay(random() * MAX_BEFORE_MS);

  disk.fill();
  const { refusals } = load;
  if (!(await comes(() => load.refusals > refusals))) violations.push('was not felt');
  const isWaiting = (): boolean =>
    system.app('dispatcher').lines.some((line) => line.includes('cannot'));
  if (!(await comes(isWaiting))) violations.push('the dispatcher did not feel it');
  const page = await system.api.request(RESEND_PATH);
  if (page.status !== 200) violations.push(`the list was answered ${page.status} ${page.text}`);
  await restart(world, 'resend-service');
  await delay(LASTS_MS);

  disk.free();
  const [requests, came] = [load.requests, arrivals.count];
  const hasEnough = (): boolean =>
    load.requests > requests + ENOUGH.requests && arrivals.count > came + ENOUGH.arrivals;
  if (!(await comes(hasEnough))) violations.push('nothing goes on');
  return violations;
}
