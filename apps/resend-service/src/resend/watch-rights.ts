import type { TokenVerifier } from '@webhooks/auth';
import { resendNotFound, type CatalogStore, type Timers } from '@webhooks/domain';
import { startLoop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** How often the rights of all watchers are asked, in one query. */
const ASK_MS = 1_000;
/** Pause while nobody watches; the first watcher ends it. */
const IDLE_MS = 3_600_000;

/** By what right somebody watches. */
export interface WatchRight {
  readonly accountId: number;
  readonly userId: number;
  readonly authorization: string | null;
  readonly actingUserId: string | null;
}

/** A right that is asked about until it is disposed. */
export interface HeldRight extends Disposable {
  /** Aborts when the right has ended; the reason is the refusal that a new call would get. */
  readonly ended: AbortSignal;
}

/** Sees to it that nobody watches for longer than they may. */
export interface WatchRights extends AsyncDisposable {
  hold(right: WatchRight): HeldRight;
}

export interface WatchRightsParts {
  readonly catalog: Pick<CatalogStore, 'haveAccess'>;
  readonly verifier: TokenVerifier;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Asks again and again whether tokens still count and users still have access to the accounts. */
export function startWatchRights(parts: WatchRightsParts): WatchRights {
  const { catalog, verifier, timers, logger } = parts;
  const held = new Map<AbortController, WatchRight>();

  /** Tokens that were verified are kept, so that this seldom costs a signature. */
  async function askToken(end: AbortController, right: WatchRight): Promise<void> {
    try {
      await verifier.verify(right.authorization, right.actingUserId);
    } catch (refusal) {
      end.abort(refusal);
    }
  }

  async function askAccess(asked: readonly [AbortController, WatchRight][]): Promise<void> {
    const answers = await catalog.haveAccess(asked.map(([, right]) => right));
    asked.forEach(([end], index) => {
      if (answers[index] !== true) end.abort(resendNotFound());
    });
  }

  const loop = startLoop({
    timers,
    errorPauseMs: ASK_MS,
    onError: (error) => logger.warn({ err: error }, 'The access of watchers could not be read'),
    task: async () => {
      if (held.size === 0) return IDLE_MS;
      const asked = [...held];
      await Promise.all(asked.map(([end, right]) => askToken(end, right)));
      await askAccess(asked);
      return ASK_MS;
    },
  });

  return {
    hold(right) {
      const end = new AbortController();
      held.set(end, right);
      if (held.size === 1) loop.wake();
      return { ended: end.signal, [Symbol.dispose]: () => void held.delete(end) };
    },
    [Symbol.asyncDispose]: () => loop.stop(),
  };
}
