import type { ControlledResend, ResendStore, Timers } from '@webhooks/domain';

/** Waits for the dispatcher to follow what owners ask. */
export interface Acknowledgements {
  /**
   * The resend as soon as the request is in force, is overtaken by another one, or has nothing left to
   * act on; the request itself after two seconds, or when the signal aborts. Rejects when the database
   * cannot be read.
   */
  follow(controlled: ControlledResend, signal: AbortSignal): Promise<ControlledResend>;
}

/** What waiting takes. */
export interface AcknowledgementParts {
  readonly resends: Pick<ResendStore, 'controlState'>;
  readonly timers: Timers;
}

interface Wait {
  readonly controlled: ControlledResend;
  readonly end: (state: ControlledResend) => void;
  readonly fail: (error: unknown) => void;
}

const LIMIT_MS = 2_000;
/** A part of the time in which the dispatcher looks for requests. */
const POLL_MS = 20;
/** Calls that wait at once; one more is answered without waiting. */
const MAX_WAITS = 512;

/** One look at the database serves all that wait for the same resend; without waits there is none. */
export function createAcknowledgements({
  resends,
  timers,
}: AcknowledgementParts): Acknowledgements {
  const waits = new Set<Wait>();
  let isPolling = false;

  const pollSoon = (): void => {
    if (isPolling || waits.size === 0) return;
    isPolling = true;
    timers.after(POLL_MS, () => void poll());
  };
  const poll = async (): Promise<void> => {
    const polled = Map.groupBy(waits, ({ controlled }) => controlled.resend.id);
    for (const [id, waiting] of polled) await look(id, waiting);
    isPolling = false;
    pollSoon();
  };
  const look = async (id: number, waiting: readonly Wait[]): Promise<void> => {
    try {
      const state = await resends.controlState(id);
      for (const { controlled, end } of waiting) {
        if (state === null) end(controlled);
        else if (isFollowed(controlled, state)) end(state);
      }
    } catch (error) {
      for (const { fail } of waiting) fail(error);
    }
  };

  return {
    async follow(controlled, signal) {
      if (isFollowed(controlled, controlled) || waits.size >= MAX_WAITS) return controlled;
      const { promise, resolve: end, reject: fail } = Promise.withResolvers<ControlledResend>();
      const wait = { controlled, end, fail };
      const giveUp = (): void => end(controlled);
      const cancelTimer = timers.after(LIMIT_MS, giveUp);
      signal.addEventListener('abort', giveUp);
      waits.add(wait);
      pollSoon();
      try {
        return await promise;
      } finally {
        waits.delete(wait);
        cancelTimer();
        signal.removeEventListener('abort', giveUp);
      }
    },
  };
}

/** True when nothing more is to be waited for. */
function isFollowed(controlled: ControlledResend, state: ControlledResend): boolean {
  const { resend, revision, acknowledgement } = state;
  if (resend.finishedAtMs !== null || revision !== controlled.revision) return true;
  return acknowledgement?.revision === controlled.revision;
}
