/** Test events of endpoints. Asked for and removed by the service, settled by the dispatcher. */
export const testEvents = `
CREATE TABLE test_events (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint_id      TEXT NOT NULL REFERENCES endpoints (id),
  -- Who asked for it.
  user_id          INTEGER NOT NULL,
  state            TEXT NOT NULL DEFAULT 'PENDING'
                   CHECK (state = 'PENDING' OR state = 'DELIVERED' OR state = 'FAILED'
                     OR state = 'SKIPPED'),
  -- Why it was skipped.
  reason           TEXT,
  created_at_ms    INTEGER NOT NULL,
  settled_at_ms    INTEGER,
  -- As in attempts. Null: nothing was sent.
  started_at_ms    INTEGER,
  duration_ms      INTEGER,
  http_status      INTEGER,
  error_class      TEXT,
  error_message    TEXT,
  response_snippet BLOB
) STRICT;
CREATE INDEX test_events_waiting ON test_events (id) WHERE settled_at_ms IS NULL;
CREATE INDEX test_events_by_endpoint ON test_events (endpoint_id, created_at_ms);
CREATE INDEX test_events_by_user ON test_events (user_id, created_at_ms);
CREATE INDEX test_events_by_age ON test_events (created_at_ms);
`;
