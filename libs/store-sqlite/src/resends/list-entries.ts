import type { EventKey, SelectionList } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Reads a list as a predicate means it: objects, the sequences of events that are there, or keys. */
export function createEntryReader({
  connection,
}: Database): (list: SelectionList) => readonly (number | EventKey)[] {
  const sequences = connection
    .prepare<[string], number>(
      `SELECT e.seq FROM json_each(?) CROSS JOIN events AS e ON e.id = json_each.value`,
    )
    .pluck();
  return (list) =>
    list.field === 'event_ids' ? sequences.all(JSON.stringify(list.entries)) : list.entries;
}

/** Keeps the list of a resend as its predicate means it. Runs inside a write transaction. */
export function createEntryKeeper(
  database: Database,
): (resendId: number, list: SelectionList) => void {
  const { connection } = database;
  const read = createEntryReader(database);
  const keep = connection.prepare<[number, string]>(
    `INSERT INTO resend_entries (resend_id, entry) SELECT ?, value FROM json_each(?)`,
  );
  const keepKeys = connection.prepare<[number, string]>(
    `INSERT INTO resend_keys (resend_id, name, value)
     SELECT ?, value ->> 'name', value ->> 'value' FROM json_each(?)`,
  );
  return (resendId, list) => {
    const statement = list.field === 'keys' ? keepKeys : keep;
    statement.run(resendId, JSON.stringify(read(list)));
  };
}
