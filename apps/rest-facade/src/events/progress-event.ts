import type { FollowedResend, Resend } from '@webhooks/domain';

import { toFollowedResend } from '../v3/resend-progress.ts';

/** How long a client waits before it connects again, sent at the start of a stream. */
export const RETRY_HINT = 'retry: 2000\n\n';

/** Keeps proxies and time-outs away while nothing happens; clients ignore it. */
export const HEARTBEAT = ': keep-alive\n\n';

/** Names a state: clients send it back as Last-Event-ID. A settled state has only one name. */
export function eventId({ updatedAtMs, status }: Resend): string {
  return `${updatedAtMs}-${status}`;
}

/** One server-sent event: the resend as a GET of it shows it, in one line of JSON. */
export function progressEvent(resend: FollowedResend): string {
  const data = JSON.stringify(toFollowedResend(resend));
  return `event: progress\nid: ${eventId(resend)}\ndata: ${data}\n\n`;
}
