import type { ResendStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

/** Small enough to be a short transaction. */
const SWEEP_ROWS = 500;
const PAUSE_MS = 1_000;

/** Keeps the outbox small: drops the jobs of resends that the dispatcher has started. */
export function startStartedJobSweeper(
  resends: Pick<ResendStore, 'dropStartedJobs'>,
  timers: Timers,
  logger: Logger,
): Loop {
  return startLoop({
    task: async () => ((await resends.dropStartedJobs(SWEEP_ROWS)) === SWEEP_ROWS ? 0 : PAUSE_MS),
    onError: (error) => logger.error({ err: error }, 'Started jobs could not be dropped'),
    errorPauseMs: PAUSE_MS,
    timers,
  });
}
