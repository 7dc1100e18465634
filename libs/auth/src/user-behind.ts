import type { Principal } from '@webhooks/domain';

/** The user that a principal is or acts for; null when there is none. */
export function userBehind(principal: Principal): number | null {
  return principal.kind === 'user' ? principal.userId : principal.actingUserId;
}
