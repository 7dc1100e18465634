import type { CatalogRecord, CatalogWriteResult } from '@webhooks/domain';

import type { Database } from '../database.ts';
import type { EndpointTable } from './endpoint-table.ts';
import { createAccountWriter } from './write-account.ts';
import { createEndpointWriter } from './write-endpoint.ts';
import { createEventWriter } from './write-event.ts';
import { createObjectWriter } from './write-object.ts';

/** Writes records in one transaction; each is checked before it writes, so a refusal harms no other. */
export function createRecordsWriter(
  database: Database,
  endpoints: EndpointTable,
): (records: readonly CatalogRecord[], nowMs: number) => CatalogWriteResult[] {
  const objects = createObjectWriter(database);
  const writeAccount = createAccountWriter(database);
  const writeEndpoint = createEndpointWriter(endpoints);
  const writeEvent = createEventWriter(database, objects);
  const findAccount = database.connection
    .prepare<[number], number>(`SELECT id FROM accounts WHERE id = ?`)
    .pluck();

  function writeOne(
    record: CatalogRecord,
    nowMs: number,
    knownAccounts: Set<number>,
  ): CatalogWriteResult {
    if (record.kind === 'account') return writeAccount(record.account);
    const accountId = accountOf(record);
    if (!knownAccounts.has(accountId)) {
      if (findAccount.get(accountId) === undefined) {
        return { field: `${record.kind}.account_id`, message: 'is not a known account' };
      }
      knownAccounts.add(accountId);
    }
    switch (record.kind) {
      case 'endpoint':
        return writeEndpoint(record.endpoint, nowMs);
      case 'object':
        return objects.write(record.object);
      case 'event':
        return writeEvent(record.event);
    }
  }

  return (records, nowMs) =>
    database.write(() => {
      const knownAccounts = new Set<number>();
      return records.map((record) => writeOne(record, nowMs, knownAccounts));
    });
}

function accountOf(record: Exclude<CatalogRecord, { kind: 'account' }>): number {
  switch (record.kind) {
    case 'endpoint':
      return record.endpoint.accountId;
    case 'object':
      return record.object.accountId;
    case 'event':
      return record.event.accountId;
  }
}
