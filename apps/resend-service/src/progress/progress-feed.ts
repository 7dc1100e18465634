import type { Clock, Resend, ResendStore, Timers } from '@webhooks/domain';
import { Latest, startLoop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { isSameState } from './same-state.ts';

/** How often followed resends are looked at, all of them at once. */
const POLL_MS = 100;
/** How often a watcher hears of progress. */
const TELL_MS = 250;
/** Pause of a feed that nobody follows; the first watcher ends it. */
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
interface Watcher {
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
  const watchers = new Map<number, Set<Watcher>>();

  const loop = startLoop({
    timers,
    errorPauseMs: POLL_MS * 10,
    onError: (error) => logger.warn({ err: error }, 'Progress could not be read'),
    task: async () => {
      if (watchers.size === 0) return IDLE_MS;
      const ids = [...watchers.keys()];
      const found = new Map((await resends.getMany(ids)).map((resend) => [resend.id, resend]));
      for (const id of ids) tellAll(watchers.get(id), found.get(id), clock.now());
      return POLL_MS;
    },
  });

  function add(id: number, watcher: Watcher): void {
    const others = watchers.get(id);
    if (others !== undefined) others.add(watcher);
    else watchers.set(id, new Set([watcher]));
    if (watchers.size === 1 && others === undefined) loop.wake();
  }

  function remove(id: number, watcher: Watcher): void {
    const all = watchers.get(id);
    all?.delete(watcher);
    if (all?.size === 0) watchers.delete(id);
  }

  return {
    async *follow(resend, over) {
      const states = new Latest<Resend>();
      states.set(resend);
      if (resend.finishedAtMs !== null) states.close();
      const watcher: Watcher = { states, sent: resend, sentAtMs: clock.now() };
      const end = (): void => states.close();
      over.addEventListener('abort', end);
      if (over.aborted) end();
      add(resend.id, watcher);
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

/** current is undefined when the resend is no longer kept. */
function tellAll(
  watchers: Iterable<Watcher> = [],
  current: Resend | undefined,
  nowMs: number,
): void {
  for (const watcher of watchers) {
    if (current === undefined) watcher.states.close();
    else tell(watcher, current, nowMs);
  }
}

function tell(watcher: Watcher, current: Resend, nowMs: number): void {
  const isSettled = current.finishedAtMs !== null;
  // A clock that jumped back holds nothing up.
  const isSoon = nowMs >= watcher.sentAtMs && nowMs < watcher.sentAtMs + TELL_MS;
  if (!isSettled && (isSoon || isSameState(current, watcher.sent))) return;
  watcher.sent = current;
  watcher.sentAtMs = nowMs;
  watcher.states.set(current);
  if (isSettled) watcher.states.close();
}
