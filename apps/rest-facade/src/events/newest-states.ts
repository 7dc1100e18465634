import type { FollowedResend } from '@webhooks/domain';
import { Latest } from '@webhooks/runtime';

/**
 * States for a reader that may be slower than they come: it gets the newest each time, and the last
 * one always. Reads ahead of its reader; ends when the source ends or fails, which calls onEnd.
 */
export function newestStates(
  first: FollowedResend,
  rest: AsyncIterator<FollowedResend, void>,
  onEnd: (error: unknown) => void,
): AsyncIterable<FollowedResend> {
  const latest = new Latest<FollowedResend>();
  latest.set(first);
  const readAhead = async (): Promise<void> => {
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      latest.set(next.value);
    }
  };
  readAhead()
    .then(() => onEnd(null), onEnd)
    .finally(() => latest.close());
  return latest;
}
