/**
 * Outcomes of original deliveries by endpoint, and resends of what is undelivered. Both tables are
 * written by the service. What restricts delivery_state is the text of the schema alone, as in
 * 0007, and every column is added without touching a row: deliveries are never copied.
 */
export const outcomesByEndpoint = `
CREATE TABLE endpoint_outcomes (
  -- Grows with each outcome that is reported: a frozen set looks behind those that came after it.
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  event_seq      INTEGER NOT NULL REFERENCES events (seq),
  endpoint_id    TEXT NOT NULL REFERENCES endpoints (id),
  outcome        TEXT NOT NULL CHECK (outcome = 'DELIVERED' OR outcome = 'FAILED'
                   OR outcome = 'RETRYING' OR outcome = 'NEVER_ATTEMPTED'),
  occurred_at_us INTEGER NOT NULL,
  http_status    INTEGER
) STRICT;
-- Holds all that a predicate asks of an event at an endpoint.
CREATE UNIQUE INDEX endpoint_outcomes_by_event
  ON endpoint_outcomes (event_seq, endpoint_id, occurred_at_us, outcome);

-- Outcomes of events that are not known yet; they move when their event is recorded.
CREATE TABLE early_outcomes (
  event_id       TEXT NOT NULL,
  endpoint_id    TEXT NOT NULL REFERENCES endpoints (id),
  occurred_at_us INTEGER NOT NULL,
  outcome        TEXT NOT NULL CHECK (outcome = 'DELIVERED' OR outcome = 'FAILED'
                   OR outcome = 'RETRYING' OR outcome = 'NEVER_ATTEMPTED'),
  http_status    INTEGER,
  PRIMARY KEY (event_id, endpoint_id, occurred_at_us, outcome)
) STRICT, WITHOUT ROWID;

ALTER TABLE resends ADD COLUMN include_in_hand INTEGER NOT NULL DEFAULT 0;
-- The newest row of endpoint_outcomes that counts as known.
ALTER TABLE resends ADD COLUMN as_of_outcome INTEGER NOT NULL DEFAULT 0;
-- A sender that said RETRYING before this moment is taken to have given up.
ALTER TABLE resends ADD COLUMN retrying_since_us INTEGER NOT NULL DEFAULT 0;

-- Resends whose deliveries have no rows yet, or not all: what they hold is asked of their predicate.
CREATE INDEX resends_unplanned ON resends (account_id, object_reference_id, id)
  WHERE plan_done = 0;

-- Null in rows from before this column.
ALTER TABLE known_outcomes ADD COLUMN settled_at_ms INTEGER;
-- 1: one of the pruned deliveries succeeded, whatever the latest one came to.
ALTER TABLE known_outcomes ADD COLUMN was_delivered INTEGER NOT NULL DEFAULT 0;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
  'delivery_state = ''FAILED'' OR delivery_state = ''NEVER_ATTEMPTED''',
  'delivery_state = ''FAILED'' OR delivery_state = ''NEVER_ATTEMPTED'' OR delivery_state = ''UNDELIVERED''')
WHERE type = 'table' AND name = 'resends';
PRAGMA writable_schema = RESET;
`;
