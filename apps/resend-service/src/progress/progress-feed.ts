import type { FollowedResend, Resend, ResendStore, Timers } from '@webhooks/domain';
import { Latest, startLoop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { withProgress, type ReadProgressParts } from './read-progress.ts';
import { isSameFollowed, isSameState } from './same-state.ts';

/** How often followed resends are looked at, all of them at once. */
const POLL_MS = 100;
/** How often a watcher hears of progress. */
const TELL_MS = 250;
/** How often is looked at what endpoints wait for while nothing else changes. */
const LOOK_AGAIN_MS = 1_000;
/** Pause of a feed that nobody follows; the first watcher ends it. */
const IDLE_MS = 3_600_000;

/** Lets resends be followed. */
export interface ProgressFeed extends AsyncDisposable {
  /**
   * Gives a resend as it was read and then as it changes: at most every 250 ms, but at once when it
   * is settled. A slow reader gets the newest state. Ends after the settled state, when the resend
   * is no longer kept, and when the signal aborts.
   */
  follow(resend: FollowedResend, over: AbortSignal): AsyncIterable<FollowedResend>;
}

export interface ProgressFeedParts extends ReadProgressParts {
  readonly resends: Pick<ResendStore, 'getMany' | 'progress'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** One reader of one resend. */
interface Watcher {
  readonly states: Latest<FollowedResend>;
  sent: FollowedResend;
  sentAtMs: number;
}

/** A resend with all its readers, for whom its progress is read once. */
interface Followed {
  readonly watchers: Set<Watcher>;
  state: FollowedResend;
  readAtMs: number;
}

/** Starts the feed; it reads nothing while nobody follows. */
export function startProgressFeed(parts: ProgressFeedParts): ProgressFeed {
  const { resends, clock, timers, logger } = parts;
  const followed = new Map<number, Followed>();

  const loop = startLoop({
    timers,
    errorPauseMs: POLL_MS * 10,
    onError: (error) => logger.warn({ err: error }, 'Progress could not be read'),
    task: async () => {
      if (followed.size === 0) return IDLE_MS;
      const ids = [...followed.keys()];
      const found = new Map((await resends.getMany(ids)).map((resend) => [resend.id, resend]));
      const nowMs = clock.now();
      const changed = [...found.values()].filter((resend) =>
        isToRead(followed.get(resend.id), resend, nowMs),
      );
      if (changed.length > 0) await read(changed, nowMs);
      for (const id of ids) tellAll(followed.get(id), found.has(id), nowMs);
      return POLL_MS;
    },
  });

  async function read(changed: readonly Resend[], nowMs: number): Promise<void> {
    for (const state of await withProgress(parts, changed)) {
      const one = followed.get(state.id);
      if (one === undefined) continue;
      one.state = state;
      one.readAtMs = nowMs;
    }
  }

  function add(resend: FollowedResend, watcher: Watcher): void {
    const others = followed.get(resend.id);
    if (others !== undefined) {
      others.watchers.add(watcher);
      others.state = resend;
      others.readAtMs = watcher.sentAtMs;
      return;
    }
    const one = { watchers: new Set([watcher]), state: resend, readAtMs: watcher.sentAtMs };
    followed.set(resend.id, one);
    if (followed.size === 1) loop.wake();
  }

  function remove(id: number, watcher: Watcher): void {
    const one = followed.get(id);
    one?.watchers.delete(watcher);
    if (one?.watchers.size === 0) followed.delete(id);
  }

  return {
    async *follow(resend, over) {
      const states = new Latest<FollowedResend>();
      states.set(resend);
      if (resend.finishedAtMs !== null) states.close();
      const watcher: Watcher = { states, sent: resend, sentAtMs: clock.now() };
      const end = (): void => states.close();
      over.addEventListener('abort', end);
      if (over.aborted) end();
      add(resend, watcher);
      try {
        yield* states;
      } finally {
        over.removeEventListener('abort', end);
        remove(resend.id, watcher);
      }
    },
    [Symbol.asyncDispose]: () => loop.stop(),
  };
}

/** Says whether enough has changed, or may have, to read the progress again. */
function isToRead(one: Followed | undefined, current: Resend, nowMs: number): boolean {
  if (one === undefined) return false;
  const hasChanged = !isSameState(current, one.state);
  if (hasChanged && current.finishedAtMs !== null) return true;
  return !isWithin(one.readAtMs, hasChanged ? TELL_MS : LOOK_AGAIN_MS, nowMs);
}

/** A clock that jumped back holds nothing up. */
function isWithin(fromMs: number, lengthMs: number, nowMs: number): boolean {
  return nowMs >= fromMs && nowMs < fromMs + lengthMs;
}

function tellAll(one: Followed | undefined, isKept: boolean, nowMs: number): void {
  if (one === undefined) return;
  for (const watcher of one.watchers) {
    if (isKept) tell(watcher, one.state, nowMs);
    else watcher.states.close();
  }
}

function tell(watcher: Watcher, current: FollowedResend, nowMs: number): void {
  const isSettled = current.finishedAtMs !== null;
  const isSoon = isWithin(watcher.sentAtMs, TELL_MS, nowMs);
  if (!isSettled && (isSoon || isSameFollowed(current, watcher.sent))) return;
  watcher.sent = current;
  watcher.sentAtMs = nowMs;
  watcher.states.set(current);
  if (isSettled) watcher.states.close();
}
