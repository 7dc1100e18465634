/** Resolves when its user may have the thread for a moment. */
export type NextStep = (userId: number) => Promise<void>;

/**
 * Gives one turn in each round of the event loop, and the users who wait get them in turn: those with
 * more previews than others do not get more of the time.
 */
export function createRoundRobin(): NextStep {
  /** The user who is next comes first. */
  const waiting = new Map<number, (() => void)[]>();

  function grant(): void {
    const [first] = waiting;
    if (first === undefined) return;
    const [userId, turns] = first;
    waiting.delete(userId);
    const [next, ...others] = turns;
    if (others.length > 0) waiting.set(userId, others);
    if (waiting.size > 0) setImmediate(grant);
    next?.();
  }

  return (userId) =>
    new Promise((resolve) => {
      if (waiting.size === 0) setImmediate(grant);
      waiting.set(userId, [...(waiting.get(userId) ?? []), resolve]);
    });
}
