/** What else events are known by, and what accounts are called. Written by the service. */
export const keysOfEvents = `
CREATE TABLE event_keys (
  -- Grows with each key that is recorded, which may come later than its event.
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  event_seq  INTEGER NOT NULL REFERENCES events (seq),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name       TEXT NOT NULL CHECK (name = 'end_to_end_id' OR name = 'tx_id'
               OR name = 'correlation_id' OR name = 'tag'),
  value      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_keys_by_event ON event_keys (event_seq, name);
CREATE INDEX event_keys_by_recording ON event_keys (account_id, name, value, event_seq);

ALTER TABLE accounts ADD COLUMN name TEXT;
`;
