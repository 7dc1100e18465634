import type {
  AuditAction,
  NewCertificate,
  ClientIdentity,
  FieldChange,
  IdentityRefusal,
  IdentityResult,
  IdentityRef,
} from '@webhooks/domain';

import { createAuditLog } from '../audit/audit-log.ts';
import type { Doing } from '../audit/doing.ts';
import type { Database } from '../sql/database.ts';
import { certified } from './certified.ts';
import { createIdentityTable, type StoredIdentity } from './identity-table.ts';

/** Each is a line in lists and a gauge; a platform has few, some accounts one. */
const maxIdentities = 1_000;

/** What a change makes of an identity; the same object: nothing. */
type Changed = StoredIdentity | IdentityRefusal;

/** Changes identities, with an audit record for each change. Runs inside a write transaction. */
export interface IdentityWriter {
  /** Makes it known first. */
  put(
    wanted: IdentityRef,
    after: (before: StoredIdentity) => Changed,
    doing: Doing,
  ): IdentityResult;
  putCertificate(
    wanted: NewCertificate,
    fits: (privateKey: string) => boolean,
    doing: Doing,
  ): IdentityResult;
  change(name: string, after: (before: StoredIdentity) => Changed, doing: Doing): IdentityResult;
  remove(name: string, doing: Doing): IdentityResult;
}

export function createIdentityWriter(database: Database): IdentityWriter {
  const table = createIdentityTable(database);
  const appendAuditRecord = createAuditLog(database);
  const findAccount = database.connection.prepare<[number]>(`SELECT 1 FROM accounts WHERE id = ?`);

  /** The identity as it is, or as it would begin. */
  function begin({ name, accountId }: IdentityRef): Changed {
    const found = table.get(name);
    if (found !== null) return found.accountId === accountId ? found : 'other_account';
    if (accountId !== null && findAccount.get(accountId) === undefined) return 'account_unknown';
    if (table.count() >= maxIdentities) return 'too_many';
    const keys = { ofCertificates: [], waiting: null };
    const nothing = { isDefault: false, certificates: [], signingRequest: null, keys };
    return { name, accountId, ...nothing };
  }

  function isTaken({ name, accountId, isDefault }: ClientIdentity): boolean {
    return isDefault && ![null, name].includes(table.defaultOf(accountId));
  }

  function act(
    action: AuditAction,
    { accountId }: ClientIdentity,
    changes: readonly FieldChange[],
    { atMs, actor }: Doing,
  ): void {
    appendAuditRecord({ atMs, action, accountId: accountId ?? 0, details: { changes } }, actor);
  }

  function save(
    before: Changed,
    after: (before: StoredIdentity) => Changed,
    doing: Doing,
  ): IdentityResult {
    if (typeof before === 'string') return before;
    const changed = after(before);
    if (typeof changed === 'string') return changed;
    if (isTaken(changed)) return 'other_default';
    if (changed !== before) {
      table.save(changed);
      act('CLIENT_IDENTITY_CHANGED', changed, changesOf(before, changed), doing);
    }
    return withoutKeys(changed);
  }

  return {
    put: (wanted, after, doing) => save(begin(wanted), after, doing),
    putCertificate: (wanted, fits, doing) =>
      save(begin(wanted), (before) => certified(before, wanted, fits, doing.atMs), doing),
    change: (name, after, doing) => save(table.get(name) ?? 'unknown', after, doing),
    remove(name, doing) {
      const found = table.get(name);
      if (found === null) return 'unknown';
      if (table.isInUse(name)) return 'in_use';
      table.remove(name);
      act('CLIENT_IDENTITY_REMOVED', found, [{ field: 'name', before: name, after: null }], doing);
      return withoutKeys(found);
    },
  };
}

/** What may be shown of an identity. */
export function withoutKeys({ keys: _keys, ...identity }: StoredIdentity): ClientIdentity {
  return identity;
}

/** Which identity it is, and what differs, in the words of the contract. */
function changesOf(before: StoredIdentity, after: StoredIdentity): FieldChange[] {
  const changes: FieldChange[] = [{ field: 'name', before: after.name, after: after.name }];
  const note = (field: string, one: string | null = null, other: string | null = null): void => {
    changes.push({ field, before: one, after: other });
  };
  if (before.isDefault !== after.isDefault) {
    note('is_default', String(before.isDefault), String(after.isDefault));
  }
  // No secrets, and too long.
  if (before.certificates !== after.certificates) note('certificates');
  if (before.signingRequest !== after.signingRequest) note('signing_request');
  return changes;
}
