/** Resends of what is named one by one. Written by the service. */
export const listsInSelections = `
ALTER TABLE resends ADD COLUMN list_field TEXT;
ALTER TABLE resends ADD COLUMN list_count INTEGER NOT NULL DEFAULT 0;

-- What the list of a resend means: objects, or sequences of events, by resends.list_field.
CREATE TABLE resend_entries (
  resend_id INTEGER NOT NULL REFERENCES resends (id),
  entry     INTEGER NOT NULL,
  PRIMARY KEY (resend_id, entry)
) STRICT, WITHOUT ROWID;
`;
