import type { TokenBucketPolicy } from '@webhooks/domain';

/** A tenth of a second's worth: any second sees at most 1.1 times the rate. */
const burstSeconds = 0.1;

/** How attempts to an endpoint with so many a second at most are spread. */
export function endpointRate(maxRatePerSecond: number): TokenBucketPolicy {
  return { ratePerSecond: maxRatePerSecond, burst: Math.max(1, maxRatePerSecond * burstSeconds) };
}
