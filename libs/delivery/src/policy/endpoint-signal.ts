import type { AttemptOutcome } from '@webhooks/domain';

/**
 * What an outcome says about its endpoint as a whole. "overloaded": it asks for less. "failing":
 * it is out of order. "healthy": it works, even when it refuses this one webhook.
 */
export type EndpointSignal = 'healthy' | 'failing' | 'overloaded';

const requestTimeout = 408;
const tooManyRequests = 429;
const serviceUnavailable = 503;

/** Reads an outcome as a sign of its endpoint's health. */
export function endpointSignal(
  outcome: Pick<AttemptOutcome, 'errorClass' | 'httpStatus'>,
): EndpointSignal {
  const { errorClass, httpStatus } = outcome;
  if (httpStatus === tooManyRequests || httpStatus === serviceUnavailable) return 'overloaded';
  if (errorClass === null) return 'healthy';
  if (errorClass !== 'http_status' || httpStatus === null) return 'failing';
  const refusesThisOne = httpStatus >= 400 && httpStatus <= 499 && httpStatus !== requestTimeout;
  return refusesThisOne ? 'healthy' : 'failing';
}
