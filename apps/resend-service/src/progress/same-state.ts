import type { Resend } from '@webhooks/domain';

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
