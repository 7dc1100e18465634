import type { HandlerContext } from '@connectrpc/connect';

import { principalKey, userBehind } from '@webhooks/auth';
import {
  DomainError,
  fullBucket,
  takeToken,
  type Clock,
  type TokenBucket,
  type TokenBucketPolicy,
} from '@webhooks/domain';

/** Lets an authenticated call through, or throws too_many_requests. */
export type RateLimit = (context: Pick<HandlerContext, 'values'>) => void;

/** Users that are remembered; the one that was not seen for longest begins anew. */
const MAX_USERS = 10_000;

/** Limits the calls of each user, and those of services on a user's behalf; null means no limit. */
export function createRateLimit(
  policy: TokenBucketPolicy | null,
  clock: Pick<Clock, 'now'>,
  maxUsers: number = MAX_USERS,
): RateLimit {
  if (policy === null) return () => undefined;
  const buckets = new Map<number, TokenBucket>();

  const keep = (userId: number, bucket: TokenBucket): void => {
    buckets.delete(userId);
    buckets.set(userId, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > maxUsers && oldest !== undefined) buckets.delete(oldest);
  };
  return ({ values }) => {
    const principal = values.get(principalKey);
    const userId = principal === null ? null : userBehind(principal);
    if (userId === null) return;
    const nowMs = clock.now();
    const take = takeToken(buckets.get(userId) ?? fullBucket, policy, nowMs);
    if (!take.taken) {
      throw new DomainError('too_many_requests', 'Too many requests of the user', {
        retryAfterMs: take.atMs - nowMs,
        limit: { name: 'calls_per_second_of_user', value: policy.ratePerSecond },
      });
    }
    keep(userId, take.bucket);
  };
}
