import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import type { ProcessHandle } from '@webhooks/testing';

import { reachableMib } from './reachable-memory.ts';

/** What an app may keep of all that it was sent, in MiB; it keeps some code and caches of its own. */
const MAX_KEPT_MIB = 16;
/** What it may have grown by at the end, its garbage and the pages of its allocator included, in MiB. */
const MAX_GROWTH_MIB = 200;
/** Handles of streams and connections are let go a little later; it is at rest when no more are. */
const LOOK_AGAIN_MS = 500;
const SAME_MIB = 0.25;
const MOST_LOOKS = 60;

/** What an app has, and what of it is no garbage, in MiB. */
export interface Memory {
  readonly residentMib: number;
  readonly reachableMib: number;
}

/** What it has once it is at rest. */
export async function memoryOf(app: ProcessHandle): Promise<Memory> {
  return { residentMib: residentMib(app.pid), reachableMib: await reachableAtRest(app) };
}

/** How an app has grown since, and what is wrong with that. */
export async function growthSince(
  before: Memory,
  app: ProcessHandle,
): Promise<{ readonly grownMib: number; readonly keptMib: number; readonly problems: string[] }> {
  const now = await memoryOf(app);
  const grownMib = Math.round(now.residentMib - before.residentMib);
  const keptMib = Math.round((now.reachableMib - before.reachableMib) * 10) / 10;
  const problems = [
    ...(grownMib > MAX_GROWTH_MIB ? [`has grown by ${grownMib} MiB`] : []),
    ...(keptMib > MAX_KEPT_MIB ? [`has kept ${keptMib} MiB`] : []),
  ];
  return { grownMib, keptMib, problems };
}

async function reachableAtRest(app: ProcessHandle): Promise<number> {
  let [now, before] = [await reachableMib(app), Infinity];
  for (let looks = 1; looks < MOST_LOOKS && now < before - SAME_MIB; looks += 1) {
    await delay(LOOK_AGAIN_MS);
    [now, before] = [await reachableMib(app), now];
  }
  return now;
}

function residentMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
