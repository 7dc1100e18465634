import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import type { ProcessHandle } from '@webhooks/testing';

import { reachableMib } from './reachable-memory.ts';

/** What an app may keep of all that it was sent, in MiB; it keeps some code and caches of its own. */
const MAX_KEPT_MIB = 16;
/** What it may have grown by at the end, its garbage and the pages of its allocator included, in MiB. */
const MAX_GROWTH_MIB = 200;
/** Handles of broken connections are let go a little later. */
const REST_MS = 30_000;
const LOOK_AGAIN_MS = 250;

/** What an app has, and what of it is no garbage, in MiB. */
export interface Memory {
  readonly residentMib: number;
  readonly reachableMib: number;
}

/** What it has now. */
export async function memoryOf(app: ProcessHandle): Promise<Memory> {
  return { residentMib: residentMib(app.pid), reachableMib: await reachableMib(app) };
}

/** How an app has grown since, once it has come to rest, and what is wrong with that. */
export async function growthSince(
  before: Memory,
  app: ProcessHandle,
): Promise<{ readonly grownMib: number; readonly keptMib: number; readonly problems: string[] }> {
  const grownMib = Math.round(residentMib(app.pid) - before.residentMib);
  const reachable = await reachableAtRest(app, before.reachableMib + MAX_KEPT_MIB);
  const keptMib = Math.round((reachable - before.reachableMib) * 10) / 10;
  const problems = [
    ...(grownMib > MAX_GROWTH_MIB ? [`has grown by ${grownMib} MiB`] : []),
    ...(keptMib > MAX_KEPT_MIB ? [`has kept ${keptMib} MiB`] : []),
  ];
  return { grownMib, keptMib, problems };
}

async function reachableAtRest(app: ProcessHandle, enoughMib: number): Promise<number> {
  const untilMs = performance.now() + REST_MS;
  let reachable = await reachableMib(app);
  while (reachable > enoughMib && performance.now() < untilMs) {
    await delay(LOOK_AGAIN_MS);
    reachable = await reachableMib(app);
  }
  return reachable;
}

function residentMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
