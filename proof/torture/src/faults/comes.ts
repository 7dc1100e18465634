import { waitFor } from '@webhooks/testing';

const SEEN_LIMIT_MS = 30_000;

/** Whether something is so within half a minute, or within another time. */
export function comes(condition: () => boolean, deadlineMs = SEEN_LIMIT_MS): Promise<boolean> {
  return waitFor(condition, { deadlineMs, what: 'it' }).then(
    () => true,
    () => false,
  );
}
