import { type Sending, trackSending } from '@webhooks/contracts/connection';
import { DomainError, outcomeUnknown } from '@webhooks/domain';

import { isAnswered, toCoreError } from './service-error.ts';
import type { OutageLog } from './outage-log.ts';

/** Sends calls; what they throw is the domain error behind it. */
export interface GuardedCalls {
  /** A call that changes nothing. */
  readonly read: <T>(send: () => Promise<T>) => Promise<T>;
  /**
   * A call that changes something. It throws outcome_unknown when it may have arrived and no answer
   * came; with retryAfterMs when it is repeatable: asking again cannot do it twice.
   */
  readonly act: <T>(send: () => Promise<T>, isRepeatable?: boolean) => Promise<T>;
}

/** The caller may come back as soon as the core may be there again. */
const RETRY_AFTER_MS = 1_000;

/** Notes for the log whether the core answers. */
export function createGuardedCalls(outages: OutageLog): GuardedCalls {
  const guard = async <T>(
    send: () => Promise<T>,
    toError: (coreError: unknown) => unknown,
  ): Promise<T> => {
    try {
      const answer = await send();
      outages.succeeded();
      return answer;
    } catch (error) {
      const coreError = toCoreError(error);
      outages.failed(coreError);
      throw toError(coreError);
    }
  };
  return {
    read: (send) => guard(send, (coreError) => coreError),
    act: (send, isRepeatable = false) => {
      const sending: Sending = { mayHaveArrived: false };
      return guard(
        () => trackSending(sending, send),
        (coreError) =>
          sending.mayHaveArrived ? unknownUnlessAnswered(coreError, isRepeatable) : coreError,
      );
    },
  };
}

function unknownUnlessAnswered(coreError: unknown, isRepeatable: boolean): unknown {
  const isAway = coreError instanceof DomainError && coreError.code === 'service_unavailable';
  if (!isAway || isAnswered(coreError.cause)) return coreError;
  return outcomeUnknown({
    cause: coreError.cause,
    ...(isRepeatable ? { retryAfterMs: RETRY_AFTER_MS } : {}),
  });
}
