import { setTimeout as delay } from 'node:timers/promises';

import { ResendApiError, ResendClient } from '@webhooks/client';

import type { CanaryReceiver } from './canary-receiver.ts';

/** What came of one canary. */
export type FlightResult = 'arrived' | 'refused' | 'unreachable' | 'lost';

export interface FlightOptions {
  readonly restUrl: URL;
  /** Makes a token of the canary's user. */
  readonly mintToken: () => Promise<string>;
  readonly accountId: number;
  readonly receiver: Pick<CanaryReceiver, 'arrival' | 'forget'>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks for the resend of the canary as a customer would, and waits for it to arrive. */
export async function fly(options: FlightOptions): Promise<FlightResult> {
  const { receiver, timeoutMs } = options;
  const over = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  const resendId = await request(options, over);
  if (typeof resendId !== 'number') return resendId;
  const late = new AbortController();
  try {
    return await Promise.race([
      receiver.arrival(resendId).then(() => 'arrived' as const),
      delay(timeoutMs, 'lost' as const, { signal: AbortSignal.any([over, late.signal]) }).catch(
        () => 'lost' as const,
      ),
    ]);
  } finally {
    late.abort();
    receiver.forget(resendId);
  }
}

/** The id of the accepted resend, or why there is none. */
async function request(
  { restUrl, mintToken, accountId }: FlightOptions,
  signal: AbortSignal,
): Promise<number | 'refused' | 'unreachable'> {
  try {
    const client = new ResendClient({ baseUrl: restUrl.href, token: mintToken, maxRetries: 0 });
    const selection = { resend_type: 'CASHIN', object_reference_id: accountId } as const;
    return (await client.createResend(selection, { signal, timeoutMs: Infinity })).id;
  } catch (error) {
    const isOfApi = error instanceof ResendApiError && error.code !== 'unexpected_answer';
    return isOfApi ? 'refused' : 'unreachable';
  }
}
