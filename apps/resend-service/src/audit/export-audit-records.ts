import type { MethodImpl } from '@connectrpc/connect';

import type { AuditService } from '@webhooks/contracts';
import type { AuditStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';

/** Acts in the hash chain, oldest first. */
export function exportAuditRecords(
  audit: AuditStore,
): MethodImpl<typeof AuditService.method.exportAuditRecords> {
  return async (request) => {
    const read = new RequestReader();
    const limit = read.pageSize('page_size', request.pageSize);
    const afterId = read.optionalId('after_record_id', request.afterRecordId) ?? 0;
    read.finish();
    const records = await audit.chain(afterId, limit);
    const head = await audit.chainHead();
    return {
      records: records.map((link) => ({ ...link, id: BigInt(link.id) })),
      ...(head === null ? {} : { head: { recordId: BigInt(head.recordId), hash: head.hash } }),
    };
  };
}
