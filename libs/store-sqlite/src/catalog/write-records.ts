import type { CatalogRecord, CatalogWriteResult } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { Doing } from '../audit/doing.ts';
import type { EndpointProofs } from './endpoint-proofs.ts';
import type { EndpointSaver } from './endpoint-saver.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { createIdentityCheck } from './may-use-identity.ts';
import { createAccountWriter } from './write-account.ts';
import { createEndpointWriter } from './write-endpoint.ts';
import { createEventWriter } from './write-event.ts';
import { createImportedIdentityWriter } from './write-identity.ts';
import { createObjectWriter } from './write-object.ts';
import { createOutcomeWriter } from './write-outcome.ts';

/** Writes records in one transaction; each is checked before it writes, so a refusal harms no other. */
export function createRecordsWriter(
  database: Database,
  endpoints: EndpointTable,
  saver: EndpointSaver,
  proofs: EndpointProofs,
): (records: readonly CatalogRecord[], doing: Doing) => Promise<CatalogWriteResult[]> {
  const objects = createObjectWriter(database);
  const writeAccount = createAccountWriter(database);
  const mayUseIdentity = createIdentityCheck(database);
  const writeEndpoint = createEndpointWriter(endpoints, { saver, proofs, mayUseIdentity });
  const writeIdentity = createImportedIdentityWriter(database);
  const outcomes = createOutcomeWriter(database);
  const writeEvent = createEventWriter(database, objects, outcomes);
  const findAccount = database.connection
    .prepare<[number], number>(`SELECT id FROM accounts WHERE id = ?`)
    .pluck();

  function writeOne(
    record: CatalogRecord,
    doing: Doing,
    knownAccounts: Set<number>,
  ): CatalogWriteResult {
    if (record.kind === 'account') return writeAccount(record.account);
    if (record.kind === 'client_identity') return writeIdentity(record.identity, doing);
    // Its endpoint says whose it is.
    if (record.kind === 'outcome') return outcomes.write(record.outcome);
    const accountId = accountOf(record);
    if (!knownAccounts.has(accountId)) {
      if (findAccount.get(accountId) === undefined) {
        return { field: `${record.kind}.account_id`, message: 'is not a known account' };
      }
      knownAccounts.add(accountId);
    }
    switch (record.kind) {
      case 'endpoint':
        return writeEndpoint(record.endpoint, doing);
      case 'object':
        return objects.write(record.object);
      case 'event':
        return writeEvent(record.event);
    }
  }

  return (records, doing) =>
    database.writeQueued(() => {
      const knownAccounts = new Set<number>();
      return records.map((record) => writeOne(record, doing, knownAccounts));
    });
}

/** A record that names its account. */
type OwnedRecord = Exclude<CatalogRecord, { kind: 'account' | 'outcome' | 'client_identity' }>;

function accountOf(record: OwnedRecord): number {
  switch (record.kind) {
    case 'endpoint':
      return record.endpoint.accountId;
    case 'object':
      return record.object.accountId;
    case 'event':
      return record.event.accountId;
  }
}
