import type { Clock, ResendStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** What the loop works with. */
export interface DueJobParts {
  readonly resends: Pick<ResendStore, 'queueDueJobs'>;
  /** Called when jobs were put into the outbox. */
  readonly onQueued: () => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Small enough to be a short transaction. */
const QUEUED_AT_ONCE = 256;
/** How late a resend may begin that waited for its time. */
const PAUSE_MS = 250;
const ERROR_PAUSE_MS = 1_000;

/** Makes the jobs of resends whose time has come, from the moment that they may be started. */
export function startDueJobLoop(parts: DueJobParts): Loop {
  const { resends, onQueued, clock, timers, logger } = parts;
  return startLoop({
    task: async () => {
      const queued = await resends.queueDueJobs(clock.now(), QUEUED_AT_ONCE);
      if (queued > 0) onQueued();
      return queued === QUEUED_AT_ONCE ? 0 : PAUSE_MS;
    },
    onError: (error) => logger.error({ err: error }, 'Resends whose time has come were not begun'),
    errorPauseMs: ERROR_PAUSE_MS,
    timers,
  });
}
