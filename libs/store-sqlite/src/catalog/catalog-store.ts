import { notAwaited, validationError } from '@webhooks/domain';
import type {
  AuditAction,
  CatalogStore,
  IsAwaited,
  OwnEndpointUpdate,
  StoredEndpoint,
  VerificationMode,
} from '@webhooks/domain';
import {
  changedEndpoint,
  ownChange,
  rotatedEndpoint,
  testMarkViolation,
} from '@webhooks/store-kit';

import { createAuditLog } from '../audit/audit-log.ts';
import type { Database } from '../sql/database.ts';
import { createAccessCheck } from './access.ts';
import { createEndpointProofs } from './endpoint-proofs.ts';
import { createEndpointSaver } from './endpoint-saver.ts';
import type { Doing } from '../audit/doing.ts';
import { createEndpointTable } from './endpoint-table.ts';
import { createAccountFinders } from './find-account.ts';
import { createIdentityCheck, IDENTITY_RULE } from './may-use-identity.ts';
import { createOwnEndpoints } from './own-endpoints.ts';
import { createRecordsWriter } from './write-records.ts';

/** How an endpoint is changed. */
interface ChangeOptions {
  readonly enable?: boolean;
  /** Present: a user, who needs access to the account. */
  readonly userId?: number;
  readonly isAwaited?: IsAwaited | undefined;
  /** Another URL has to prove itself; else it needs no proof. */
  readonly needsProof?: boolean | undefined;
  /** The URL is a service's, whether it changes or not. */
  readonly isUrlGiven?: boolean;
}

/** The catalog in SQLite. */
export function createSqliteCatalogStore(database: Database): CatalogStore {
  const endpoints = createEndpointTable(database);
  const hasAccess = createAccessCheck(database);
  const mayUseIdentity = createIdentityCheck(database);
  const saver = createEndpointSaver(endpoints, createAuditLog(database), database.sealer);
  const proofs = createEndpointProofs(database);
  const writeRecords = createRecordsWriter(database, endpoints, saver, proofs);
  const verificationDefault = database.connection
    .prepare<[], VerificationMode>(`SELECT mode FROM verification_default WHERE id = 1`)
    .pluck();

  /** Reads, changes and writes one endpoint in one transaction. */
  function change(
    id: string,
    action: AuditAction,
    after: (before: StoredEndpoint) => StoredEndpoint,
    doing: Doing,
    how: ChangeOptions = {},
  ): Promise<StoredEndpoint | null> {
    const { enable = false, userId, isAwaited } = how;
    return database.writeQueued(() => {
      if (isAwaited?.() === false) throw notAwaited();
      const before = endpoints.get(id);
      if (before === null) return null;
      if (userId !== undefined && !hasAccess(before.accountId, userId)) return null;
      // A new revision is what makes a 410 of the past no longer count.
      const isForced = enable && before.disabledReason === 'gone';
      const changed = after(before);
      if (changed.clientIdentity !== before.clientIdentity && !mayUseIdentity(changed)) {
        throw validationError([{ field: 'client_identity', message: IDENTITY_RULE }]);
      }
      const mark = testMarkViolation(before, changed);
      if (mark !== null) throw validationError([mark]);
      saver.change(before, changed, doing, { action, isForced });
      if (changed.url !== before.url || how.isUrlGiven === true) {
        if (how.needsProof === true) proofs.demand(changed, userId ?? 0, doing.atMs);
        else proofs.waive(id);
      }
      return endpoints.get(id);
    });
  }

  return {
    ...createAccountFinders(database),
    ...createOwnEndpoints(database, endpoints, { saver, proofs, hasAccess }),
    verificationDefault: async () => verificationDefault.get() ?? 'off',
    write: async (records, atMs, actor) => writeRecords(records, { atMs, actor }),
    getEndpoint: async (id) => endpoints.get(id),
    listEndpoints: async (accountId, afterId, limit) => endpoints.list(accountId, afterId, limit),
    updateEndpoint: async (id, fields, atMs, actor, isAwaited) =>
      change(
        id,
        'ENDPOINT_CHANGED',
        (before) => changedEndpoint(before, fields, atMs),
        { atMs, actor },
        { enable: fields.disabled === false, isAwaited, isUrlGiven: fields.url !== undefined },
      ),
    async updateOwnEndpoint(id, userId, fields, atMs, actor, isAwaited) {
      let update: OwnEndpointUpdate | null = null;
      const endpoint = await change(
        id,
        'ENDPOINT_CHANGED',
        (before) => {
          update = ownChange(before, fields, atMs);
          return update.endpoint;
        },
        { atMs, actor },
        { enable: fields.disabled === false, userId, isAwaited, needsProof: fields.needsProof },
      );
      return endpoint && update && { ...(update as OwnEndpointUpdate), endpoint };
    },
    rotateSecret: async (id, secret, oldExpireAtMs, atMs, actor, isAwaited) =>
      change(
        id,
        'ENDPOINT_SECRET_ROTATED',
        (before) => rotatedEndpoint(before, secret, oldExpireAtMs, atMs),
        { atMs, actor },
        { isAwaited },
      ),
  };
}
