import { setTimeout as delay } from 'node:timers/promises';

import { StartupError } from '@webhooks/runtime';

import { sample } from './records.ts';

/** What the list of resend logs says of one; see the v3 contract. */
interface ResendLog {
  readonly id: number;
  readonly status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';
  readonly total: number;
  readonly delivered: number;
  readonly detail: string | null;
}

const POLL_MS = 50;
const SETTLE_LIMIT_MS = 30_000;

/** The request of the first resend, and of the line to try it by hand. */
export const firstResendBody = JSON.stringify({
  resend_type: 'CASHIN',
  object_reference_id: sample.qrCodeId,
});

/**
 * Asks for a resend as a customer would, and waits until its log is COMPLETED.
 *
 * @throws StartupError when it is refused, fails, or takes too long.
 */
export async function sendFirstResend(
  restUrl: string,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly answer: string; readonly log: ResendLog }> {
  const authorization = `Bearer ${token}`;
  const accepted = await fetch(`${restUrl}/v3/webhooks/resend`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: firstResendBody,
    signal,
  });
  const answer = await accepted.text();
  const location = accepted.headers.get('location');
  if (!accepted.ok || location === null) {
    throw new StartupError(`the sample resend was refused: ${accepted.status} ${answer}`);
  }
  const deadline = AbortSignal.timeout(SETTLE_LIMIT_MS);
  for (;;) {
    const response = await fetch(new URL(location, restUrl), {
      headers: { authorization },
      signal,
    });
    const log = (await response.json()) as ResendLog;
    if (log.status === 'COMPLETED') return { answer, log };
    if (log.status === 'FAILED' || deadline.aborted) {
      throw new StartupError(`the sample resend is ${log.status}: ${log.detail ?? 'not in time'}`);
    }
    await delay(POLL_MS, undefined, { signal });
  }
}
