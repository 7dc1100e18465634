import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService } from '@webhooks/contracts';
import { validationError } from '@webhooks/domain';

import { actorOf } from '../rpc/actor.ts';
import { recordGroups } from './record-groups.ts';
import { writeGroups } from './write-groups.ts';
import type { ImportWriter } from './import-writer.ts';
import type { RecordWriterParts } from './write-records.ts';

/** What taking a batch takes. */
export interface BatchUpsertParts extends Omit<RecordWriterParts, 'catalog'> {
  readonly importWriter: Pick<ImportWriter, 'begin'>;
}

/** As many as an answer can tell of when all are refused, and is encoded within some milliseconds. */
const MAX_RECORDS = 5_000;

/** Takes the records of one message, and tells of every one that it refuses. */
export function batchUpsertRecords(
  parts: BatchUpsertParts,
): MethodImpl<typeof CatalogService.method.batchUpsertRecords> {
  return async (request, context) => {
    const { records } = request;
    if (records.length > MAX_RECORDS) {
      const message = `must be at most ${MAX_RECORDS}; send several batches, or use ImportRecords`;
      throw validationError([{ field: 'records', message }]);
    }
    using catalog = parts.importWriter.begin();
    const call = { ...parts, catalog, actor: actorOf(context) };
    const { accepted, errors } = await writeGroups(call, recordGroups([request]), records.length);
    return { accepted, errors };
  };
}
