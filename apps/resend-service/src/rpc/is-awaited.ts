import { createContextKey, type ContextKey } from '@connectrpc/connect';

import type { IsAwaited } from '@webhooks/domain';

/** Where a handler finds whether the caller of its call still waits. */
export const isAwaitedKey: ContextKey<IsAwaited> = createContextKey<IsAwaited>(() => true, {
  description: 'the caller still waits',
});

/** By the clock of `performance`, the earliest moment at which a call may have come. */
export const arrivedAtKey: ContextKey<number> = createContextKey<number>(0, {
  description: 'when the call came',
});
