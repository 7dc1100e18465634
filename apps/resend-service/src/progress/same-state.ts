import type { EndpointProgress, FollowedResend, Resend } from '@webhooks/domain';

/** What changes in a resend while it is worked off. */
const CHANGING = [
  'status',
  'control',
  'total',
  'delivered',
  'failed',
  'pending',
  'detail',
  'updatedAtMs',
  'finishedAtMs',
] as const satisfies (keyof Resend)[];

/** Says whether a reader would see no difference. */
export function isSameState(one: Resend, other: Resend): boolean {
  return CHANGING.every((field) => one[field] === other[field]);
}

/** What of an endpoint is compared; an end that is only expected later is no change. */
const SHOWN = [
  'endpointId',
  'total',
  'delivered',
  'failed',
  'retrying',
  'waitingFor',
  'nextTestAtMs',
] as const satisfies (keyof EndpointProgress)[];

/** The same, at every endpoint. */
export function isSameFollowed(one: FollowedResend, other: FollowedResend): boolean {
  const { endpoints } = other.progress;
  return (
    isSameState(one, other) &&
    one.progress.endpoints.length === endpoints.length &&
    one.progress.endpoints.every((progress, index) =>
      SHOWN.every((field) => progress[field] === endpoints[index]?.[field]),
    )
  );
}
