import type { AuditChainHead, AuditStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';
import type { Logger, Metrics } from '@webhooks/telemetry';

/** What the loop works with. */
export interface AuditChainParts {
  readonly audit: Pick<AuditStore, 'extendChain' | 'chainHead'>;
  readonly timers: Timers;
  readonly logger: Logger;
  /** In milliseconds, never set back. */
  readonly now?: () => number;
}

/** Records in one transaction: a few milliseconds, which calls do not feel. */
const STEP_RECORDS = 100;
const STEP_PAUSE_MS = 20;
const IDLE_PAUSE_MS = 5_000;
/** Whoever keeps the logs elsewhere can say since when a record is what it is. */
const HEAD_EVERY_MS = 3_600_000;

/**
 * Adds acts to the hash chain soon after they were done, and writes the end of the chain to the log:
 * when the program starts and once an hour.
 */
export function startAuditChain(parts: AuditChainParts): Loop {
  const { audit, timers, logger, now = () => performance.now() } = parts;
  let loggedMs = -Infinity;

  return startLoop({
    task: async () => {
      if ((await audit.extendChain(STEP_RECORDS)) === STEP_RECORDS) return STEP_PAUSE_MS;
      if (now() - loggedMs >= HEAD_EVERY_MS) {
        const head = await audit.chainHead();
        if (head === null) return IDLE_PAUSE_MS;
        loggedMs = now();
        logHead(logger, head);
      }
      return IDLE_PAUSE_MS;
    },
    onError: (error) => logger.warn({ err: error }, 'The audit chain could not be extended'),
    errorPauseMs: IDLE_PAUSE_MS,
    timers,
  });
}

/** Registers where the chain ends. */
export function registerAuditChain(metrics: Metrics, audit: Pick<AuditStore, 'chainHead'>): void {
  metrics.gauges(
    'audit_chain_record_id',
    'Id of the last audit record in the hash chain; 0 while it is empty',
    [],
    async () => [[{}, (await audit.chainHead())?.recordId ?? 0]],
  );
}

function logHead(logger: Logger, { recordId, hash }: AuditChainHead): void {
  logger.info({ auditRecordId: recordId, auditHash: hash }, 'The audit chain ends here');
}
