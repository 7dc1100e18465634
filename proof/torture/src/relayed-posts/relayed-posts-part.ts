import { setTimeout as delay } from 'node:timers/promises';

import {
  createTempDir,
  seededRandom,
  startHttpReceiver,
  waitFor,
  type HttpReceiver,
} from '@webhooks/testing';
import { startSystem, type System } from '@webhooks/proof-kit';
import type { Note } from '@webhooks/proof-bench';

import { fillCompileCache } from '../crash/compile-cache.ts';
import type { Death } from '../crash/deaths.ts';
import { Reaper } from '../crash/reaper.ts';
import type { Part, PartOptions, PartResult } from '../part/part.ts';
import { Callers } from './callers.ts';
import { type CallingApp, deathsOfCalls, pointsOf } from './deaths-of-calls.ts';
import { judgePosts, type Reported } from './ledger.ts';
import { postedRecords } from './posted-account.ts';
import { countUnsettled, readMade } from './read-made.ts';

const POSTS = { short: 1_500, long: 100_000 } as const;
/** How many times a point is passed at the most before the end: calls for most, posts for some. */
const MAX_PASS = { short: 20, long: 400 } as const;
/** How often a point is tried at the most that is never met. */
const MAX_TURNS = 4;
const SETTLE_POLL_MS = 200;
/** Beyond what is settled meanwhile, for a busy machine. */
const SETTLE_LIMIT_MS = 60_000;
const SETTLE_MS_PER_POST = 5;

const settings = {
  RECONCILE_INTERVAL_MS: '300',
  RECONCILE_MIN_AGE_MS: '300',
  LOG_LEVEL: 'fatal',
} as const;

/** Whether a call of many posts that breaks off loses one, doubles one, or says what is not so. */
export const relayedPosts: Part = {
  name: 'relayed-posts',
  about: 'posts that share a call, with facade and service killed at every step of it',
  shortLimitMs: 300_000,
  inTests: 'each commit',
  run,
};

async function run({ form, seed, count }: PartOptions, note: Note): Promise<PartResult> {
  const posts = count ?? POSTS[form];
  const random = seededRandom(seed);
  const arrivals = new Map<number, number>();
  await using receiver = await startReceiver(arrivals);
  using cache = createTempDir();
  await using system = await startSystem({
    ...settings,
    ...(await fillCompileCache(cache.path)),
  });
  await system.importRecords(postedRecords(receiver.url));
  const callers = new Callers(Number(system.settings['REST_PORT']), random);
  const deathsOf = (app: CallingApp) => deathsOfCalls(app, MAX_PASS[form], random);
  const reapers = await postAndKill(system, callers, deathsOf, posts);
  note(`${callers.tries.length} posts, ${countUnsettled(system.databaseFile)} to be settled`);
  await settle(system, callers.tries.length);
  const evidence = { tries: callers.tries, arrivals, ...readMade(system.databaseFile) };
  const violations = [
    ...callers.violations,
    ...reapers.flatMap(({ violations: unfit }) => unfit),
    ...missedPoints(reapers),
    ...judgePosts(evidence),
  ];
  const reported = countReported(callers);
  const deaths = Object.fromEntries(reapers.flatMap(({ counts }) => [...counts]));
  return {
    settings: { posts },
    figures: { ...reported, made: evidence.made.length, ...deaths },
    violations,
    verdict: `${callers.requests} requests in ${callers.tries.length} posts: ${violations.length} things do not hold`,
  };
}

/** Counts what comes by resend. */
function startReceiver(arrivals: Map<number, number>): Promise<HttpReceiver> {
  const receiver = startHttpReceiver(async ({ headers }, response) => {
    const id = Number(headers['webhook-resend-id']);
    arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
    response.end();
    (await receiver).forget();
  });
  return receiver;
}

/** One app lives one life after the other beside the other one, in turns, while callers post. */
async function postAndKill(
  system: System,
  callers: Callers,
  deathsOf: (app: CallingApp) => Iterator<Death>,
  posts: number,
): Promise<readonly Reaper[]> {
  const apps = Object.keys(pointsOf) as CallingApp[];
  const reapers = new Map(
    apps.map((app) => [app, new Reaper(app, system.settings, deathsOf(app))] as const),
  );
  const all = [...reapers.values()];
  const isEnough = (): boolean => callers.requests >= posts || callers.violations.length > 0;
  let isReaped = false;
  const posted = callers.post(() => isReaped && isEnough());
  for (
    let turns = 0;
    !isEnough() || (missedPoints(all).length > 0 && turns < MAX_TURNS);
    turns += 1
  ) {
    for (const [app, reaper] of reapers) {
      // Each point, a moment, and the end of the life before them.
      await reaper.reap(pointsOf[app].length + 2, system.app(app));
      await system.start(app);
    }
  }
  isReaped = true;
  await posted;
  return all;
}

async function settle(system: System, posts: number): Promise<void> {
  const isSettled = async (): Promise<boolean> => {
    await delay(SETTLE_POLL_MS);
    return countUnsettled(system.databaseFile) === 0;
  };
  const deadlineMs = SETTLE_LIMIT_MS + posts * SETTLE_MS_PER_POST;
  // What is late is found in the evidence.
  await waitFor(isSettled, { deadlineMs, what: 'all resends to be settled' }).catch(() => {});
}

/** Each point has to be met once at least. */
function missedPoints(reapers: readonly Reaper[]): string[] {
  const met = new Set(reapers.flatMap(({ counts }) => [...counts.keys()]));
  const points = Object.values(pointsOf).flat();
  return points.filter((point) => !met.has(point)).map((point) => `nothing died at ${point}`);
}

function countReported({ tries }: Callers): Record<string, number> {
  const nameOf = (reported: Reported): string =>
    'by' in reported ? `${reported.kind} by ${reported.by}` : reported.kind;
  const groups = Map.groupBy(tries, ({ reported }) => nameOf(reported));
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
}
