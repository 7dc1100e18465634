import type { Clock, Resend, ResendStore, Timers } from '@webhooks/domain';
import { Latest, startLoop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { isSameState } from './same-state.ts';

/** How often followed resends are looked at, all of them at once. */
const POLL_MS = 100;
/** How often a follower hears of progress. */
const TELL_MS = 250;
/** Pause of a feed that nobody follows; the first follower ends it. */
const IDLE_MS = 3_600_000;

/** Lets resends be followed. */
export interface ProgressFeed extends AsyncDisposable {
  /**
   * Gives a resend as it was read and then as it changes: at most every 250 ms, but at once when it
   * is settled. A slow reader gets the newest state. Ends after the settled state, when the resend
   * is no longer kept, and when the signal aborts.
   */
  follow(resend: Resend, over: AbortSignal): AsyncIterable<Resend>;
}

export interface ProgressFeedParts {
  readonly resends: Pick<ResendStore, 'getMany'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** One reader of one resend. */
interface Follower {
  readonly states: Latest<Resend>;
  sent: Resend;
  sentAtMs: number;
}

/** Starts the feed; it reads nothing while nobody follows. */
export function startProgressFeed({
  resends,
  clock,
  timers,
  logger,
}: ProgressFeedParts): ProgressFeed {
  const followers = new Map<number, Set<Follower>>();

  const loop = startLoop({
    timers,
    errorPauseMs: POLL_MS * 10,
    onError: (error) => logger.warn({ err: error }, 'Progress could not be read'),
    task: async () => {
      if (followers.size === 0) return IDLE_MS;
      const ids = [...followers.keys()];
      const found = new Map((await resends.getMany(ids)).map((resend) => [resend.id, resend]));
      for (const id of ids) tellAll(followers.get(id), found.get(id), clock.now());
      return POLL_MS;
    },
  });

  function add(id: number, follower: Follower): void {
    const others = followers.get(id);
    if (others !== undefined) others.add(follower);
    else followers.set(id, new Set([follower]));
    if (followers.size === 1 && others === undefined) loop.wake();
  }

  function remove(id: number, follower: Follower): void {
    const all = followers.get(id);
    all?.delete(follower);
    if (all?.size === 0) followers.delete(id);
  }

  return {
    async *follow(resend, over) {
      const states = new Latest<Resend>();
      states.set(resend);
      if (resend.finishedAtMs !== null) states.close();
      const follower: Follower = { states, sent: resend, sentAtMs: clock.now() };
      const end = (): void => states.close();
      over.addEventListener('abort', end);
      if (over.aborted) end();
      add(resend.id, follower);
      try {
        yield* states;
      } finally {
        over.removeEventListener('abort', end);
        remove(resend.id, follower);
      }
    },
    [Symbol.asyncDispose]: () => loop.stop(),
  };
}

/** current is undefined when the resend is no longer kept. */
function tellAll(
  followers: Iterable<Follower> = [],
  current: Resend | undefined,
  nowMs: number,
): void {
  for (const follower of followers) {
    if (current === undefined) follower.states.close();
    else tell(follower, current, nowMs);
  }
}

function tell(follower: Follower, current: Resend, nowMs: number): void {
  const isSettled = current.finishedAtMs !== null;
  // A clock that jumped back holds nothing up.
  const isSoon = nowMs >= follower.sentAtMs && nowMs < follower.sentAtMs + TELL_MS;
  if (!isSettled && (isSoon || isSameState(current, follower.sent))) return;
  follower.sent = current;
  follower.sentAtMs = nowMs;
  follower.states.set(current);
  if (isSettled) follower.states.close();
}
