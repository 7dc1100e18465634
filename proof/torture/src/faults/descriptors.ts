import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import type { AppName } from '@webhooks/proof-kit';

import { comes } from './comes.ts';
import type { FaultyWorld, ProcessFault } from './faulty-world.ts';
import { restart } from './restart.ts';

/** What an app that has just started may still open. */
const SPARE = 4;
const CONNECTIONS = 200;
const CONNECT_LIMIT_MS = 2_000;
/** How long it has to do without. */
const SHORTAGE_MS = 3_000;
const ENOUGH = { requests: 10, arrivals: 10 };

const ports = {
  'rest-facade': 'REST_PORT',
  'resend-service': 'RPC_PORT',
  dispatcher: 'DISPATCHER_PORT',
} as const satisfies Record<AppName, string>;

/**
 * More connections to an app than it has descriptors, before it has made its own: it lives, and
 * continues when they are gone.
 */
export function descriptorFault(name: string, app: AppName): ProcessFault {
  const suffer = async (world: FaultyWorld): Promise<string[]> => {
    const { system, load, arrivals } = world;
    const violations: string[] = [];
    await restart(world, app);
    const { pid, lines } = system.app(app);
    const most = openDescriptors(pid) + SPARE;
    const before = softLimit(pid);
    setSoftLimit(pid, most);
    const sockets = Array.from({ length: CONNECTIONS }, () =>
      connect(Number(system.settings[ports[app]]), '127.0.0.1').on('error', () => {}),
    );
    // Those for which there is no room are broken off, or wait.
    const connected = sockets.map((socket) => once(socket, 'connect').catch(() => null));
    await Promise.race([Promise.all(connected), delay(CONNECT_LIMIT_MS)]);
    if (!(await comes(() => openDescriptors(pid) >= most - 1))) {
      violations.push(`${name}: was not felt`);
    }
    await delay(SHORTAGE_MS);
    for (const socket of sockets) socket.destroy();
    if (!existsSync(`/proc/${pid}`)) return [`${name}: ${app} has ended`];
    setSoftLimit(pid, before);
    const [requests, came] = [load.requests, arrivals.count];
    const hasEnough = (): boolean =>
      load.requests > requests + ENOUGH.requests && arrivals.count > came + ENOUGH.arrivals;
    if (!(await comes(hasEnough))) violations.push(`${name}: nothing goes on: ${lines.at(-1)}`);
    return violations;
  };
  return { name, suffer };
}

function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Of descriptors, as prlimit tells and takes it: a number or "unlimited". */
function softLimit(pid: number): string {
  return prlimit(pid, '--nofile', '--output=SOFT', '--noheadings').trim();
}

function setSoftLimit(pid: number, limit: number | string): void {
  prlimit(pid, `--nofile=${limit}:`);
}

function prlimit(pid: number, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('prlimit', [`--pid=${pid}`, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prlimit ended with ${status}: ${stderr}`);
  return stdout;
}
