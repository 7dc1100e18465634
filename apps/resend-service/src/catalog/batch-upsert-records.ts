import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService } from '@webhooks/contracts';

import { originOf } from '../rpc/origin.ts';
import { recordGroups } from './record-groups.ts';
import { writeGroups } from './write-groups.ts';
import type { RecordWriterParts } from './write-records.ts';

/** Takes the records of one message, and tells of every one that it refuses. */
export function batchUpsertRecords(
  parts: RecordWriterParts,
): MethodImpl<typeof CatalogService.method.batchUpsertRecords> {
  return async (request, context) => {
    const { records } = request;
    const call = { ...parts, origin: originOf(context) };
    const { accepted, errors } = await writeGroups(call, recordGroups([request]), records.length);
    return { accepted, errors };
  };
}
