import { createTempDir, type TempDir } from '@webhooks/testing';
import type BetterSqlite3 from 'better-sqlite3';
import { expect } from 'chai';

import { openDatabase } from '../src/index.ts';
import { makeOldDatabase } from './old-database.ts';
import { secretsKey } from './test-stores.ts';

/** Version whose conditions were said with IN. */
const VERSION_WITH_IN = 6;

/** Tables and columns, and a value that a row may have. */
const conditions = [
  ['deliveries', 'state', 'SKIPPED'],
  ['notices', 'state', 'SKIPPED'],
  ['resends', 'status', 'FAILED'],
  ['resends', 'control', 'CANCELLING'],
  ['resends', 'delivery_state', 'NEVER_ATTEMPTED'],
  ['resends', 'kept', 'COUNTS'],
  ['events', 'outcome', 'NEVER_ATTEMPTED'],
] as const;

describe('conditions of rows', () => {
  let directory: TempDir;
  let file: string;
  beforeEach(() => {
    directory = createTempDir();
    file = directory.file('webhooks.sqlite');
  });
  afterEach(() => directory[Symbol.dispose]());

  it('build no table in memory for a row that is written', () => {
    using database = openDatabase({ path: file, secretsKey });
    const tables = tablesOf(database.connection);
    expect(tables).to.include.members(['deliveries', 'events', 'resends', 'notices']);
    expect(tables.filter((table) => buildsTable(database.connection, table))).to.deep.equal([]);
  });

  it('are said anew in a database that has rows already, and mean the same', () => {
    const old = makeOldDatabase(file, VERSION_WITH_IN);
    expect(buildsTable(old, 'deliveries')).to.equal(true);
    writeRows(old);
    old.close();

    using database = openDatabase({ path: file, secretsKey });
    const { connection } = database;
    expect(buildsTable(connection, 'deliveries')).to.equal(false);
    expect(connection.pragma('integrity_check', { simple: true })).to.equal('ok');
    const unsuccessful = connection.prepare(
      `SELECT position FROM deliveries INDEXED BY deliveries_unsuccessful WHERE resend_id = 1
         AND (state = 'FAILED' OR state = 'CANCELLED' OR state = 'SKIPPED')`,
    );
    expect(unsuccessful.pluck().all()).to.deep.equal([2]);
    for (const [table, column, value] of conditions) {
      const set = connection.prepare<[string]>(`UPDATE ${table} SET ${column} = ?`);
      expect(() => set.run('OTHER'), `${table}.${column}`).to.throw('CHECK constraint failed');
      expect(set.run(value).changes, `${table}.${column}`).to.be.greaterThan(0);
    }
  });
});

function tablesOf(connection: BetterSqlite3.Database): string[] {
  return connection
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
}

function buildsTable(connection: BetterSqlite3.Database, table: string): boolean {
  return connection
    .prepare<[], { opcode: string }>(`EXPLAIN INSERT INTO ${table} DEFAULT VALUES`)
    .all()
    .some(({ opcode }) => opcode === 'OpenEphemeral');
}

function writeRows(old: BetterSqlite3.Database): void {
  old.exec(`
    INSERT INTO accounts VALUES (1, '0001', '778899');
    INSERT INTO endpoints VALUES ('ep', 1, 'https://example.com/', 'CASHIN', x'00', NULL, NULL, NULL, 1);
    INSERT INTO events VALUES (1, 'evt', 1, 'CASHIN', NULL, 'PAID', 1, 'FAILED', x'00');
    INSERT INTO resends (id, user_id, account_id, resend_type, as_of_seq, as_of_recording,
      as_of_change, created_at_ms, updated_at_ms) VALUES (1, 246, 1, 'CASHIN', 1, 0, 0, 1, 1);
    INSERT INTO deliveries (resend_id, position, event_seq, endpoint_id, state)
      VALUES (1, 2, 1, 'ep', 'FAILED');
    INSERT INTO notices (resend_id, endpoint_id, created_at_ms) VALUES (1, 'ep', 1);`);
}
