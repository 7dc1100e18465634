import { createContextKey, type ContextKey } from '@connectrpc/connect';

import type { Principal } from '@webhooks/domain';

/** Where authenticationGate leaves the principal; null for a public method. */
export const principalKey: ContextKey<Principal | null> = createContextKey<Principal | null>(null, {
  description: 'principal',
});
