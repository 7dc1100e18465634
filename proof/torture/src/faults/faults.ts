import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

import { freePort, type ProcessHandle } from '@webhooks/testing';
import { startApp, type AppName } from '@webhooks/proof-kit';

import { jumpClock } from './clock-jumps.ts';
import { comes } from './comes.ts';
import { descriptorFault } from './descriptors.ts';
import type { FaultyWorld, ProcessFault } from './faulty-world.ts';
import { freezeWithoutLock } from './freeze.ts';
import { turnReadOnly } from './read-only.ts';
import { restart } from './restart.ts';

const STOP_LIMIT_MS = 10_000;
/** Long enough to read what it had sent before the standby begins, on a busy machine, too. */
const FROZEN_LEASE_MS = 5_000;
/** Of the event loop, in each of which everything is read that has come. */
const READING_TURNS = 50;
const STOPS = 6;
const MAX_STOP_AFTER_MS = 1_500;

export const processFaults: readonly ProcessFault[] = [
  // Behind the writes of a start, the disk is full for a while, or gives up while it syncs.
  diskFault('disk-full-service', 'resend-service', 'pwrite64:error=ENOSPC:when=150..200'),
  diskFault('fsync-fails-service', 'resend-service', 'fsync:error=EIO:when=20..26'),
  diskFault('fsync-fails-dispatcher', 'dispatcher', 'fsync:error=EIO:when=20..26'),
  diskFault('disk-full-dispatcher', 'dispatcher', 'pwrite64:error=ENOSPC:when=150..220'),
  { name: 'stopped-at-any-time', suffer: stopAtAnyTime },
  { name: 'dispatcher-frozen', mayDouble: true, suffer: freezeDispatcher },
  { name: 'turns-read-only', needs: 'attaching', suffer: turnReadOnly },
  descriptorFault('few-descriptors-facade', 'rest-facade'),
  descriptorFault('few-descriptors-service', 'resend-service'),
  descriptorFault('few-descriptors-dispatcher', 'dispatcher'),
  { name: 'clock-jumps', needs: 'libfaketime', suffer: jumpClock },
];

/** The app survives failing system calls: it refuses, or waits, and then continues. */
function diskFault(name: string, app: AppName, inject: string): ProcessFault {
  const [call = ''] = inject.split(':');
  const suffer = async (world: FaultyWorld): Promise<string[]> => {
    const { system, load, arrivals } = world;
    await restart(world, app, {
      wrapper: [
        ...['strace', '-D', '-f', '-qqq', '-o', '/dev/null'],
        ...['-e', `trace=${call}`, '-e', `inject=${inject}`],
      ],
    });
    const faulty = system.app(app);
    const isFelt = (): boolean => faulty.lines.some((line) => /disk|I\/O|database/i.test(line));
    const [refusals, violations] = [load.refusals, [] as string[]];
    const felt = await comes(() => isFelt() || load.refusals > refusals);
    if (!felt) violations.push(`${name}: was not felt`);
    const [requests, came] = [load.requests, arrivals.count];
    const goesOn = await comes(() => load.requests > requests + 5 && arrivals.count > came + 5);
    if (!goesOn) violations.push(`${name}: nothing goes on: ${faulty.lines.slice(-3).join(' | ')}`);
    await restart(world, app);
    return violations;
  };
  return { name, needs: 'strace', suffer };
}

/** Each app as it works, and at a random moment of its start: it ends well and in time. */
async function stopAtAnyTime({ system, arrivals, random }: FaultyWorld): Promise<string[]> {
  const violations: string[] = [];
  const apps = ['dispatcher', 'resend-service', 'rest-facade'] as const;
  for (let stop = 0; stop < STOPS; stop += 1) {
    const app = apps[stop % apps.length] ?? 'dispatcher';
    violations.push(...(await stopWell(app, system.app(app))));
    if (app === 'dispatcher') await arrivals.nextLife();
    const starting = startApp(app, system.settings);
    await delay(random() * MAX_STOP_AFTER_MS);
    violations.push(...(await stopWell(app, starting)));
    if (app === 'dispatcher') await arrivals.nextLife();
    await system.start(app);
  }
  return violations;
}

async function stopWell(app: AppName, running: ProcessHandle): Promise<string[]> {
  const startedMs = performance.now();
  const { code, signal } = await running.stop(STOP_LIMIT_MS * 2);
  const tookMs = performance.now() - startedMs;
  const violations: string[] = [];
  // Before it has begun to listen for it, the signal ends it by itself.
  const isGood = code === 0 || signal === 'SIGTERM';
  if (!isGood) violations.push(`${app}: ended with ${code ?? signal}: ${running.lines.at(-1)}`);
  if (tookMs > STOP_LIMIT_MS) violations.push(`${app}: took ${tookMs} ms to stop`);
  return violations;
}

/** Frozen beyond its lease, it is replaced; when it thaws, it notices and writes nothing. */
async function freezeDispatcher(world: FaultyWorld): Promise<string[]> {
  const { system, arrivals } = world;
  const violations: string[] = [];
  await restart(world, 'dispatcher', { settings: { LEASE_TTL_MS: `${FROZEN_LEASE_MS}` } });
  const frozen = system.app('dispatcher');
  const standby = await system.start('dispatcher', { DISPATCHER_PORT: `${await freePort()}` });
  await freezeWithoutLock(frozen, system.databaseFile);
  // What it had handed to the kernel arrives without it.
  for (let turn = 0; turn < READING_TURNS; turn += 1) await nextTurn();
  arrivals.beginLife();
  const came = arrivals.count;
  if (!(await comes(() => arrivals.count > came + 20))) violations.push('the standby does not act');
  frozen.signal('SIGCONT');
  const isLost = await says(frozen, 'the lease is lost');
  if (!isLost) violations.push('the frozen dispatcher does not notice that it was replaced');
  // Now it stands by, and takes over in turn.
  await standby.stop();
  arrivals.beginLife();
  const before = arrivals.count;
  if (!(await comes(() => arrivals.count > before))) violations.push('nobody takes over again');
  await frozen.stop();
  await arrivals.nextLife();
  await system.start('dispatcher');
  return violations;
}

function says(process: ProcessHandle, text: string): Promise<boolean> {
  return comes(() => process.lines.some((line) => line.includes(text)));
}
