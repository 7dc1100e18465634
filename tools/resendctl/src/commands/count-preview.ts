import { setTimeout as pause } from 'node:timers/promises';

import type { ResendClient, ResendPreview, ResendRequest } from '@webhooks/client';

import { CliError } from '../cli/cli-error.ts';
import { formatCount } from '../output/format.ts';
import type { Session } from '../cli/session.ts';

const PAUSE_MS = 1_000;
/** Some hundred million deliveries are counted in this time; nobody watches for longer. */
const MAX_WAIT_MS = 600_000;

/** Asks for a preview until all of it is counted, and says meanwhile how far that is. */
export async function countPreview(
  client: Pick<ResendClient, 'previewResend'>,
  request: ResendRequest,
  { err, signal, nowMs }: Pick<Session, 'err' | 'signal' | 'nowMs'>,
): Promise<ResendPreview> {
  const endMs = nowMs() + MAX_WAIT_MS;
  for (;;) {
    const preview = await client.previewResend(request, { signal });
    if (preview.exact) return preview;
    const counted = formatCount(preview.counted_so_far);
    if (nowMs() >= endMs) {
      throw new CliError('failed', `Counting is not done after 10 minutes: ${counted} so far`);
    }
    err.line(`counting: ${counted} so far`);
    await pause(PAUSE_MS, undefined, { signal });
  }
}
