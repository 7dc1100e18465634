/** Resends of what is known by some keys. Written by the service. */
export const listsOfKeys = `
ALTER TABLE event_keys ADD COLUMN resend_type TEXT NOT NULL DEFAULT 'CASHIN';
ALTER TABLE event_keys ADD COLUMN occurred_at_us INTEGER NOT NULL DEFAULT 0;
UPDATE event_keys SET (resend_type, occurred_at_us) =
  (SELECT resend_type, occurred_at_us FROM events WHERE seq = event_seq);
-- Events that have a key in the order in which they occurred, as a set is walked.
CREATE INDEX event_keys_by_occurrence
  ON event_keys (account_id, resend_type, name, value, occurred_at_us, event_seq);

-- The newest row of event_keys that counts as known.
ALTER TABLE resends ADD COLUMN as_of_key INTEGER NOT NULL DEFAULT 0;
CREATE TABLE resend_keys (
  resend_id INTEGER NOT NULL REFERENCES resends (id),
  name      TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (resend_id, name, value)
) STRICT, WITHOUT ROWID;
`;
