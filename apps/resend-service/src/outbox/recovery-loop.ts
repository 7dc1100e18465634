import type { Actor, Clock, ResendStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** What the loop works with. */
export interface RecoveryParts {
  readonly resends: Pick<ResendStore, 'acceptRecoveries'>;
  readonly originalRetryForMs: number;
  /** Called when jobs may have been put into the outbox. */
  readonly onQueued: () => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Small enough to be a short transaction. */
const RECOVERED_AT_ONCE = 16;
const PAUSE_MS = 1_000;
const ERROR_PAUSE_MS = 5_000;

/** The service acts for itself. */
const SERVICE: Actor = {
  userId: null,
  service: 'resend-service',
  tokenId: null,
  peerAddress: '',
  forwardedFor: null,
  requestId: '',
};

/** Resends what endpoints missed that have recovered, where they want that. */
export function startRecoveryLoop(parts: RecoveryParts): Loop {
  const { resends, originalRetryForMs, onQueued, clock, timers, logger } = parts;
  return startLoop({
    task: async () => {
      const recovered = await resends.acceptRecoveries({
        limit: RECOVERED_AT_ONCE,
        originalRetryForMs,
        actor: SERVICE,
        nowMs: clock.now(),
      });
      if (recovered > 0) onQueued();
      return recovered === RECOVERED_AT_ONCE ? 0 : PAUSE_MS;
    },
    onError: (error) => logger.error({ err: error }, 'What endpoints missed was not resent'),
    errorPauseMs: ERROR_PAUSE_MS,
    timers,
  });
}
