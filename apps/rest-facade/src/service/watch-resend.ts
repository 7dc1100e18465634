import { createClient, type Transport } from '@connectrpc/connect';
import { ResendService } from '@webhooks/contracts';
import type { FollowedResend } from '@webhooks/domain';

import { optionsFor } from './call-options.ts';
import { toServiceError } from './service-error.ts';
import type { OutageLog } from './outage-log.ts';
import type { ServiceClient } from './service-client.ts';
import { toFollowed } from './resend-progress-from-message.ts';

/**
 * Watches resends of resend-service. The first state has to come within a time; after that a stream
 * lasts as long as its connection does.
 */
export function createResendWatch(
  transport: Transport,
  outages: OutageLog,
  firstStateTimeoutMs: number,
): ServiceClient['watchResend'] {
  const client = createClient(ResendService, transport);

  return async function* (id, caller, signal): AsyncGenerator<FollowedResend, void> {
    // Leaving the iteration of Connect's client alone would not end the call.
    const over = new AbortController();
    const end = (): void => over.abort();
    const late = setTimeout(end, firstStateTimeoutMs);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const options = { ...optionsFor(caller), timeoutMs: 0, signal: over.signal };
    try {
      for await (const state of client.watchResend({ id: BigInt(id) }, options)) {
        clearTimeout(late);
        outages.succeeded();
        yield toFollowed(state);
      }
    } catch (error) {
      if (signal.aborted) return;
      const serviceError = toServiceError(error);
      outages.failed(serviceError);
      throw serviceError;
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', end);
      end();
    }
  };
}
