import type { MethodImpl } from '@connectrpc/connect';

import type { AuditService, ListAuditRecordsRequest } from '@webhooks/contracts';
import type { AuditFilter, AuditQuery, AuditStore } from '@webhooks/domain';
import { parseId } from '@webhooks/validation';

import { auditRecordToProto } from '../mapping/audit-record.ts';
import { RequestReader } from '../mapping/request-reader.ts';

/** Acts, newest first. A page token is the last id shown. */
export function listAuditRecords(
  audit: AuditStore,
): MethodImpl<typeof AuditService.method.listAuditRecords> {
  return async (request) => {
    const { records, nextBeforeId } = await audit.list(queryOf(request));
    return {
      records: records.map(auditRecordToProto),
      nextPageToken: nextBeforeId === null ? '' : String(nextBeforeId),
    };
  };
}

function queryOf(request: ListAuditRecordsRequest): AuditQuery {
  const read = new RequestReader();
  const { pageToken } = request;
  const query = {
    limit: read.pageSize('page_size', request.pageSize),
    beforeId: pageToken === '' ? null : parseId(pageToken),
    filter: filterOf(read, request.concerning),
  };
  if (pageToken !== '' && query.beforeId === null) {
    read.violation('page_token', 'is not one that an answer gave');
  }
  read.finish();
  return query;
}

function filterOf(
  read: RequestReader,
  concerning: ListAuditRecordsRequest['concerning'],
): AuditFilter | null {
  switch (concerning.case) {
    case undefined:
      return null;
    case 'userId':
      return { by: 'user', id: read.id('user_id', concerning.value) };
    case 'accountId':
      return { by: 'account', id: read.id('account_id', concerning.value) };
    case 'resendId':
      return { by: 'resend', id: read.id('resend_id', concerning.value) };
    case 'endpointId':
      return { by: 'endpoint', id: concerning.value };
  }
}
