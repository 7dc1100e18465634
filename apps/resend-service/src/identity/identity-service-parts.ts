import type { Clock, IdentityStore } from '@webhooks/domain';

/** What the service works with. */
export interface IdentityServiceParts {
  readonly identities: IdentityStore;
  readonly clock: Pick<Clock, 'now'>;
}
