import { notAwaited } from '@webhooks/domain';
import type { IdentityChange, IdentityResult, IdentityStore } from '@webhooks/domain';

import type { Doing } from '../audit/doing.ts';
import type { Database } from '../sql/database.ts';
import { createExpiryNotifications } from './add-expiry-notifications.ts';
import { createIdentityTable } from './identity-table.ts';
import { createIdentityWriter, withoutKeys } from './identity-writer.ts';

/** Client identities in SQLite. */
export function createSqliteIdentityStore(database: Database): IdentityStore {
  const table = createIdentityTable(database);
  const writer = createIdentityWriter(database);

  /** One change in a transaction of its own. */
  function change(
    make: (doing: Doing) => IdentityResult,
    { nowMs: atMs, actor, isAwaited }: IdentityChange,
  ): Promise<IdentityResult> {
    return database.writeQueued(() => {
      if (isAwaited?.() === false) throw notAwaited();
      return make({ atMs, actor });
    });
  }

  return {
    async get(name) {
      const found = table.get(name);
      return found === null ? null : withoutKeys(found);
    },
    tellExpiry: createExpiryNotifications(database),
    list: async (afterName, limit) => table.list(afterName, limit),
    putSigningRequest: ({ signingRequest, privateKey, ...wanted }, how) =>
      change(
        (doing) =>
          writer.put(
            wanted,
            (before) => ({
              ...before,
              signingRequest,
              keys: { ...before.keys, waiting: privateKey },
            }),
            doing,
          ),
        how,
      ),
    putCertificate: (wanted, fits, how) =>
      change((doing) => writer.putCertificate(wanted, fits, doing), how),
    setDefault: (name, isDefault, how) =>
      change(
        (doing) =>
          writer.change(
            name,
            (before) => (before.isDefault === isDefault ? before : { ...before, isDefault }),
            doing,
          ),
        how,
      ),
    remove: (name, how) => change((doing) => writer.remove(name, doing), how),
  };
}
