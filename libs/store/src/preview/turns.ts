import { setImmediate } from 'node:timers/promises';

/** Resolves when the caller may block the event loop for a moment. */
export type Turn = () => Promise<void>;

/**
 * Gives turns in the order in which they are asked for, one in each round of the event loop, so that
 * steps of several previews never add up to one long block.
 */
export function createTurns(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return async () => {
    const turn = last.then(() => setImmediate());
    last = turn;
    await turn;
  };
}
