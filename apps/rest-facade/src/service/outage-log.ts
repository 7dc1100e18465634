import { DomainError } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

/** Tells the log when the service is lost and when it is back, however many calls fail meanwhile. */
export interface OutageLog {
  succeeded(): void;
  /** Notes an error of toCoreError. */
  failed(error: unknown): void;
}

export function createOutageLog(logger: Pick<Logger, 'info' | 'warn'>): OutageLog {
  let isAway = false;
  const answered = (): void => {
    if (isAway) logger.info('The service answers again');
    isAway = false;
  };
  return {
    succeeded: answered,
    failed: (error) => {
      if (!(error instanceof DomainError) || error.code !== 'service_unavailable') {
        answered();
      } else if (!isAway) {
        const { message: reason } = error.cause instanceof Error ? error.cause : error;
        logger.warn({ reason }, 'The service does not answer');
        isAway = true;
      }
    },
  };
}
