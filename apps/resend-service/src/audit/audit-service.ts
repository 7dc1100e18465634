import type { ServiceImpl } from '@connectrpc/connect';

import type { AuditService } from '@webhooks/contracts';
import type { AuditStore } from '@webhooks/domain';

import { exportAuditRecords } from './export-audit-records.ts';
import { listAuditRecords } from './list-audit-records.ts';

/** The calls of webhooks.audit.v1. */
export function auditService(audit: AuditStore): ServiceImpl<typeof AuditService> {
  return {
    listAuditRecords: listAuditRecords(audit),
    exportAuditRecords: exportAuditRecords(audit),
  };
}
