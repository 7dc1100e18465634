import { setTimeout as delay } from 'node:timers/promises';

import { spawnChild } from '@webhooks/testing';
import { RESEND_PATH } from '@webhooks/proof-kit';

import { comes } from './comes.ts';
import type { FaultyWorld } from './faulty-world.ts';

/** What changes a file that is open. A file system that fails turns read-only under its writers. */
const CALLS = 'pwrite64,ftruncate,fallocate,fsync,fdatasync';
const LASTS_MS = 3_000;
const ENOUGH = 5;

/**
 * The file system turns read-only under the service and the dispatcher, and writable again. The
 * kernel refuses to remount one that is being written to, so the calls are made to fail instead.
 * What is stored can be read all the time.
 */
export async function turnReadOnly({ system, load, arrivals }: FaultyWorld): Promise<string[]> {
  const violations: string[] = [];
  const tracers = (['resend-service', 'dispatcher'] as const).map((app) =>
    spawnChild(
      'strace',
      [
        ...['-f', '-qqq', '-o', '/dev/null', '-p', `${system.app(app).pid}`],
        ...['-e', `trace=${CALLS}`, '-e', `inject=${CALLS}:error=EROFS`],
      ],
      { stdio: 'ignore' },
    ),
  );
  const { refusals } = load;
  const { lines } = system.app('dispatcher');
  const said = lines.length;
  if (!(await comes(() => load.refusals > refusals))) violations.push('was not felt');
  const isWaiting = (): boolean =>
    lines.slice(said).some((line) => line.includes('cannot renew the lease'));
  if (!(await comes(isWaiting))) violations.push('the dispatcher did not feel it');
  const page = await system.api.request(RESEND_PATH);
  if (page.status !== 200) violations.push(`the list was answered ${page.status} ${page.text}`);
  await delay(LASTS_MS);
  for (const { child } of tracers) child.kill('SIGTERM');
  await Promise.all(tracers.map(({ exited }) => exited));
  const [requests, came] = [load.requests, arrivals.count];
  const goesOn = (): boolean => load.requests > requests + ENOUGH && arrivals.count > came + ENOUGH;
  if (!(await comes(goesOn))) violations.push('nothing goes on');
  return violations.map((violation) => `turns-read-only: ${violation}`);
}
