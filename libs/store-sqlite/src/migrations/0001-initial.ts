/**
 * Times are INTEGER: *_us microseconds, *_ms milliseconds since the epoch. Catalog, resends and
 * outbox are written by the service; deliveries, attempts, endpoint_health, dispatcher_lease and
 * the progress columns of resends by the dispatcher.
 */
export const initial = `
-- One row: says whether an opener brings the key that the credentials are sealed with.
CREATE TABLE secrets_key (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  check_value BLOB NOT NULL
) STRICT;

CREATE TABLE accounts (
  id                INTEGER PRIMARY KEY,
  branch_identifier TEXT NOT NULL,
  number            TEXT NOT NULL,
  UNIQUE (branch_identifier, number)
) STRICT;

CREATE TABLE account_users (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  user_id    INTEGER NOT NULL,
  PRIMARY KEY (account_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE endpoints (
  id                  TEXT PRIMARY KEY,
  account_id          INTEGER NOT NULL REFERENCES accounts (id),
  url                 TEXT NOT NULL,
  type_webhook        TEXT NOT NULL,
  -- Encrypted: authorization token, functions key and signing secrets as one sealed value.
  credentials         BLOB NOT NULL,
  disabled_at_ms      INTEGER,
  max_in_flight       INTEGER,
  max_rate_per_second REAL,
  -- Raised by every change, so that a reader knows when what it keeps is old.
  revision            INTEGER NOT NULL
) STRICT;
CREATE INDEX endpoints_by_account ON endpoints (account_id, id);

-- What deliveries taught about an endpoint. A row written before endpoints.revision moved past
-- gone_revision no longer counts: the owner changed the endpoint since.
CREATE TABLE endpoint_health (
  endpoint_id   TEXT PRIMARY KEY REFERENCES endpoints (id),
  gone_at_ms    INTEGER,
  gone_revision INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE objects (
  resend_type         TEXT NOT NULL CHECK (resend_type IN ('CASHIN', 'CASHOUT')),
  object_reference_id INTEGER NOT NULL,
  account_id          INTEGER NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (resend_type, object_reference_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
  id                  TEXT NOT NULL UNIQUE,
  account_id          INTEGER NOT NULL REFERENCES accounts (id),
  resend_type         TEXT NOT NULL CHECK (resend_type IN ('CASHIN', 'CASHOUT')),
  object_reference_id INTEGER,
  type                TEXT NOT NULL,
  occurred_at_us      INTEGER NOT NULL,
  outcome             TEXT CHECK (outcome IN ('DELIVERED', 'FAILED', 'NEVER_ATTEMPTED')),
  payload             BLOB NOT NULL
) STRICT;
-- Holds all that the walk and the count of a bulk set look at.
CREATE UNIQUE INDEX events_by_account
  ON events (account_id, resend_type, occurred_at_us, seq, type, outcome);
CREATE UNIQUE INDEX events_by_object ON events (resend_type, object_reference_id, occurred_at_us, seq)
  WHERE object_reference_id IS NOT NULL;

-- What events.outcome was before each change, so that a frozen set can look behind changes that
-- came after it. previous is 'UNKNOWN' where the outcome was null.
CREATE TABLE event_outcome_changes (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  event_seq INTEGER NOT NULL REFERENCES events (seq),
  previous  TEXT NOT NULL
            CHECK (previous IN ('DELIVERED', 'FAILED', 'NEVER_ATTEMPTED', 'UNKNOWN'))
) STRICT;
CREATE INDEX event_outcome_changes_by_event ON event_outcome_changes (event_seq, id);

CREATE TABLE resends (
  id                  INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id             INTEGER NOT NULL,
  account_id          INTEGER NOT NULL REFERENCES accounts (id),
  resend_type         TEXT NOT NULL CHECK (resend_type IN ('CASHIN', 'CASHOUT')),
  object_reference_id INTEGER,
  branch_identifier   TEXT,
  number              TEXT,
  start_us            INTEGER,
  end_us              INTEGER,
  delivery_state      TEXT NOT NULL DEFAULT 'ALL'
                      CHECK (delivery_state IN ('ALL', 'FAILED', 'NEVER_ATTEMPTED')),
  event_types         TEXT NOT NULL DEFAULT '[]',
  endpoint_ids        TEXT NOT NULL DEFAULT '[]',
  -- The moment of acceptance in numbers that only grow, whatever the clock does: the newest event,
  -- the newest recorded outcome, the newest change of an original outcome.
  as_of_seq           INTEGER NOT NULL,
  as_of_recording     INTEGER NOT NULL,
  as_of_change        INTEGER NOT NULL,
  control             TEXT NOT NULL DEFAULT 'RUNNING'
                      CHECK (control IN ('RUNNING', 'PAUSED', 'CANCELLING')),
  -- Raised by every change of control, so that an old acknowledgement is not taken for a new one.
  control_revision    INTEGER NOT NULL DEFAULT 0,
  created_at_ms       INTEGER NOT NULL,
  -- Progress, written by the dispatcher.
  status              TEXT NOT NULL DEFAULT 'PENDING'
                      CHECK (status IN ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED')),
  total               INTEGER,
  delivered           INTEGER NOT NULL DEFAULT 0,
  -- Settled without success, and how many of them were skipped or cancelled.
  failed              INTEGER NOT NULL DEFAULT 0,
  skipped             INTEGER NOT NULL DEFAULT 0,
  cancelled           INTEGER NOT NULL DEFAULT 0,
  planned             INTEGER NOT NULL DEFAULT 0,
  plan_cursor         TEXT,
  plan_done           INTEGER NOT NULL DEFAULT 0,
  detail              TEXT,
  -- The control that is in force, and the deliveries that were in flight when it came into force.
  acknowledged_revision INTEGER,
  acknowledged_in_flight INTEGER,
  updated_at_ms       INTEGER NOT NULL,
  finished_at_ms      INTEGER
) STRICT;
CREATE INDEX resends_by_user ON resends (user_id, created_at_ms, id);
CREATE INDEX resends_by_user_status ON resends (user_id, status, created_at_ms, id);
CREATE INDEX resends_by_user_object ON resends (user_id, object_reference_id, created_at_ms, id)
  WHERE object_reference_id IS NOT NULL;
CREATE INDEX resends_by_user_account ON resends (user_id, account_id, created_at_ms, id);
CREATE INDEX resends_by_user_account_status
  ON resends (user_id, account_id, status, created_at_ms, id);
CREATE INDEX resends_processing ON resends (id) WHERE status = 'PROCESSING';
CREATE INDEX resends_unsettled ON resends (created_at_ms, id) WHERE finished_at_ms IS NULL;
CREATE INDEX resends_controlled ON resends (id)
  WHERE control <> 'RUNNING' AND finished_at_ms IS NULL;

-- The frozen endpoints of a resend, with what they matched at acceptance.
CREATE TABLE resend_endpoints (
  resend_id    INTEGER NOT NULL REFERENCES resends (id),
  endpoint_id  TEXT NOT NULL REFERENCES endpoints (id),
  type_webhook TEXT NOT NULL,
  PRIMARY KEY (resend_id, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  user_id       INTEGER NOT NULL,
  key           TEXT NOT NULL,
  fingerprint   TEXT NOT NULL,
  -- No foreign key: without an index on it, every change of resends would scan this table.
  resend_id     INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms);

-- Jobs until their resend is started. Published when receipt_sequence is set.
CREATE TABLE outbox (
  resend_id        INTEGER PRIMARY KEY REFERENCES resends (id),
  run              INTEGER NOT NULL,
  mode             TEXT NOT NULL CHECK (mode IN ('interactive', 'bulk')),
  traceparent      TEXT NOT NULL,
  receipt_stream   TEXT,
  receipt_sequence INTEGER,
  published_at_ms  INTEGER
) STRICT;
CREATE INDEX outbox_unpublished ON outbox (resend_id) WHERE receipt_sequence IS NULL;
CREATE INDEX outbox_published ON outbox (resend_id) WHERE receipt_sequence IS NOT NULL;

CREATE TABLE deliveries (
  resend_id          INTEGER NOT NULL REFERENCES resends (id),
  -- From 1, in the order of the walk: occurred_at, event, endpoint.
  position           INTEGER NOT NULL,
  event_seq          INTEGER NOT NULL REFERENCES events (seq),
  endpoint_id        TEXT NOT NULL REFERENCES endpoints (id),
  state              TEXT NOT NULL DEFAULT 'PENDING' CHECK
                     (state IN ('PENDING', 'DELIVERED', 'FAILED', 'RETRYING', 'CANCELLED', 'SKIPPED')),
  reason             TEXT,
  attempts           INTEGER NOT NULL DEFAULT 0,
  last_http_status   INTEGER,
  last_error_class   TEXT,
  next_attempt_at_ms INTEGER,
  settled_at_ms      INTEGER,
  -- Number of the recording that settled it; orders the outcomes of all resends.
  settled_by         INTEGER,
  PRIMARY KEY (resend_id, position)
) STRICT, WITHOUT ROWID;
-- Once per event, endpoint and resend; also finds what is known of an event at an endpoint.
CREATE UNIQUE INDEX deliveries_by_event ON deliveries (event_seq, endpoint_id, resend_id);
CREATE INDEX deliveries_waiting ON deliveries (resend_id, endpoint_id, position)
  WHERE state = 'PENDING';
CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_attempt_at_ms)
  WHERE state = 'RETRYING';
CREATE INDEX deliveries_by_state ON deliveries (resend_id, state, position)
  WHERE state <> 'PENDING';

CREATE TABLE attempts (
  resend_id        INTEGER NOT NULL,
  position         INTEGER NOT NULL,
  number           INTEGER NOT NULL,
  started_at_ms    INTEGER NOT NULL,
  duration_ms      INTEGER NOT NULL,
  http_status      INTEGER,
  error_class      TEXT,
  error_message    TEXT,
  response_snippet BLOB,
  PRIMARY KEY (resend_id, position, number),
  FOREIGN KEY (resend_id, position) REFERENCES deliveries (resend_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatcher_lease (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  holder        TEXT NOT NULL,
  fence         INTEGER NOT NULL,
  ttl_ms        INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  -- Outcomes recorded so far, by all holders; gives each recording its number.
  recordings    INTEGER NOT NULL DEFAULT 0
) STRICT;
`;
