import { type Sending, trackSending } from '@webhooks/contracts/connection';
import { DomainError, outcomeUnknown } from '@webhooks/domain';

import { isAnswered, toServiceError } from './service-error.ts';
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

/** The caller may come back as soon as the service may be there again. */
const RETRY_AFTER_MS = 1_000;

/** Notes for the log whether the service answers. */
export function createGuardedCalls(outages: OutageLog): GuardedCalls {
  const guard = async <T>(
    send: () => Promise<T>,
    toError: (serviceError: unknown) => unknown,
  ): Promise<T> => {
    try {
      const answer = await send();
      outages.succeeded();
      return answer;
    } catch (error) {
      const serviceError = toServiceError(error);
      outages.failed(serviceError);
      throw toError(serviceError);
    }
  };
  return {
    read: (send) => guard(send, (serviceError) => serviceError),
    act: (send, isRepeatable = false) => {
      const sending: Sending = { mayHaveArrived: false };
      return guard(
        () => trackSending(sending, send),
        (serviceError) =>
          sending.mayHaveArrived ? unknownUnlessAnswered(serviceError, isRepeatable) : serviceError,
      );
    },
  };
}

function unknownUnlessAnswered(serviceError: unknown, isRepeatable: boolean): unknown {
  const isAway = serviceError instanceof DomainError && serviceError.code === 'service_unavailable';
  if (!isAway || isAnswered(serviceError.cause)) return serviceError;
  return outcomeUnknown({
    cause: serviceError.cause,
    ...(isRepeatable ? { retryAfterMs: RETRY_AFTER_MS } : {}),
  });
}
