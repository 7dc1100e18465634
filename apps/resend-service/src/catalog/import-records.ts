import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService } from '@webhooks/contracts';
import { DomainError, type Timers } from '@webhooks/domain';

import { actorOf } from '../rpc/actor.ts';
import { withIdleTimeout } from './with-idle-timeout.ts';
import type { ImportWriter } from './import-writer.ts';
import { recordGroups } from './record-groups.ts';
import { writeGroups } from './write-groups.ts';
import type { RecordWriterParts } from './write-records.ts';

/** What importing takes. */
export interface ImportRecordsParts extends Omit<RecordWriterParts, 'catalog'> {
  readonly importWriter: Pick<ImportWriter, 'begin'>;
  readonly timers: Timers;
  /** Aborts when the service stops; what is imported until then stays. */
  readonly stopping: AbortSignal;
}

const MAX_ERRORS = 1_000;
/** Each keeps three groups and a message or two in memory. */
const MAX_IMPORTS = 8;
const BUSY_RETRY_AFTER_MS = 5_000;
const IDLE_LIMIT_MS = 30_000;

/** Takes a stream of any length in groups; the client is read no faster than groups are written. */
export function importRecords(
  parts: ImportRecordsParts,
): MethodImpl<typeof CatalogService.method.importRecords> {
  const { importWriter } = parts;
  let running = 0;
  return async (requests, context) => {
    if (running >= MAX_IMPORTS) {
      throw new DomainError('too_many_requests', 'Too many imports at once', {
        retryAfterMs: BUSY_RETRY_AFTER_MS,
        limit: { name: 'imports_at_once', value: MAX_IMPORTS },
      });
    }
    running += 1;
    try {
      using catalog = importWriter.begin();
      const messages = withIdleTimeout(requests, { idleLimitMs: IDLE_LIMIT_MS, ...parts });
      const call = { ...parts, catalog, actor: actorOf(context) };
      return await writeGroups(call, recordGroups(messages), MAX_ERRORS);
    } finally {
      running -= 1;
    }
  };
}
