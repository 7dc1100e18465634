import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { environmentOf } from './environment.ts';
import { freePorts } from './free-ports.ts';
import type { Leg } from './legs.ts';
import { runToEnd } from './run-to-end.ts';
import type { Outcome } from './table.ts';
import { fetchToolchain } from './toolchain.ts';

const CLONE_LIMIT_MS = 60_000;
/** Far more than it may take, so that a slow leg still tells how slow it is. */
const LEG_LIMIT_MS = 8 * 60_000;

const PORTS = [
  'REST_PORT',
  'RPC_PORT',
  'RECEIVER_PORT',
  'DISPATCHER_PORT',
  'SERVICE_ADMIN_PORT',
  'FACADE_ADMIN_PORT',
  'NATS_PORT',
] as const;

/** Tries one leg in a fresh clone of what is committed, with an empty cache; removes both. */
export async function tryLeg(leg: Leg, root: string, scratch: string): Promise<Outcome> {
  const folder = path.join(scratch, 'leg');
  const clone = path.join(folder, 'clone');
  const cache = path.join(folder, 'cache');
  let firstWebhookS: number | null = null;
  let installOnlyS: number | null = null;
  try {
    mkdirSync(folder, { recursive: true });
    const programs = await fetchToolchain(scratch, leg.npm, leg.node);
    const env = environmentOf(leg, { root, programs, cache }, process.env);
    await runToEnd('git', ['clone', '--quiet', root, clone], {
      cwd: folder,
      env,
      timeLimitMs: CLONE_LIMIT_MS,
    });
    const run = { cwd: clone, env, timeLimitMs: LEG_LIMIT_MS };
    if (leg.beside?.before !== undefined) await runToEnd('npm', leg.beside.before, run);
    firstWebhookS = await secondsToFirstWebhook(clone, env);
    installOnlyS = await secondsOfInstallOnly(clone, env);
    return { leg, firstWebhookS, installOnlyS, problem: null };
  } catch (error) {
    console.error((error as Error).message);
    const lines = (error as Error).message.trim().split('\n');
    const problem = [...new Set([lines.at(0), lines.at(-1)])].join(' … ');
    return { leg, firstWebhookS, installOnlyS, problem };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function secondsToFirstWebhook(clone: string, env: NodeJS.ProcessEnv): Promise<number> {
  const ports = await freePorts(PORTS.length);
  const settings = Object.fromEntries(PORTS.map((name, index) => [name, `${ports[index]}`]));
  const started = performance.now();
  let arrived: number | null = null;
  const said = await runToEnd('npm', ['start'], {
    cwd: clone,
    env: { ...env, ...settings },
    timeLimitMs: LEG_LIMIT_MS,
    isEnough: (text) => {
      if (/^\[receiver\].*signature ok/m.test(text)) arrived ??= performance.now();
      // Not before, so that it is not asked to end while it starts.
      return /^ready$/m.test(text);
    },
  });
  if (arrived === null) throw new Error(`npm start delivered nothing:\n${said}`);
  return (arrived - started) / 1000;
}

async function secondsOfInstallOnly(clone: string, env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const options = { cwd: clone, env, timeLimitMs: LEG_LIMIT_MS };
  const said = await runToEnd('npm', ['test', '--', '--install-only'], options);
  if (!/^[1-9]\d* passed, 0 failed, 0 skipped$/m.test(said)) {
    throw new Error(`npm test -- --install-only has no closing line:\n${said}`);
  }
  return (performance.now() - started) / 1000;
}
