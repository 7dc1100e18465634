/**
 * Retries of what failed, limits on active resends, the audit trail and retention. audit_records and
 * audit_retention are written by the service; known_outcomes and resends.kept by the dispatcher.
 */
export const control = `
-- No reference: the resend that it retries may be pruned before it is.
ALTER TABLE resends ADD COLUMN retry_of_id INTEGER;

-- What is kept beside the row: all; no attempts; less and less deliveries; nothing but the counts.
ALTER TABLE resends ADD COLUMN kept TEXT NOT NULL DEFAULT 'ALL'
  CHECK (kept IN ('ALL', 'DELIVERIES', 'PRUNING', 'COUNTS'));

-- Wishes that the dispatcher has to follow, in place of all that differ from running on.
DROP INDEX resends_controlled;
CREATE INDEX resends_to_follow ON resends (id)
  WHERE finished_at_ms IS NULL AND (control = 'CANCELLING'
    OR control_revision <> coalesce(acknowledged_revision, 0));

CREATE INDEX resends_by_kept ON resends (kept, finished_at_ms, id)
  WHERE finished_at_ms IS NOT NULL;
CREATE INDEX resends_unsettled_by_id ON resends (id) WHERE finished_at_ms IS NULL;
CREATE INDEX resends_retrying ON resends (retry_of_id)
  WHERE retry_of_id IS NOT NULL AND finished_at_ms IS NULL;
CREATE INDEX resends_active_bulk_by_user ON resends (user_id)
  WHERE object_reference_id IS NULL AND finished_at_ms IS NULL;
CREATE INDEX resends_active_bulk_by_account ON resends (account_id)
  WHERE object_reference_id IS NULL AND finished_at_ms IS NULL;
CREATE INDEX idempotency_keys_by_resend ON idempotency_keys (resend_id);

-- What a retry walks over.
CREATE INDEX deliveries_unsuccessful ON deliveries (resend_id, position)
  WHERE state IN ('FAILED', 'CANCELLED', 'SKIPPED');

-- The latest outcome of an event at an endpoint among the deliveries that were pruned.
CREATE TABLE known_outcomes (
  event_seq   INTEGER NOT NULL REFERENCES events (seq),
  endpoint_id TEXT NOT NULL REFERENCES endpoints (id),
  outcome     TEXT NOT NULL CHECK (outcome IN ('DELIVERED', 'FAILED')),
  settled_by  INTEGER NOT NULL,
  PRIMARY KEY (event_seq, endpoint_id)
) STRICT, WITHOUT ROWID;

-- What it names may be pruned before it is.
CREATE TABLE audit_records (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms        INTEGER NOT NULL,
  action       TEXT NOT NULL,
  user_id      INTEGER,
  service      TEXT,
  token_id     TEXT,
  peer_address TEXT NOT NULL,
  told_address TEXT,
  request_id   TEXT NOT NULL,
  account_id   INTEGER NOT NULL,
  resend_id    INTEGER,
  endpoint_id  TEXT,
  -- JSON: the predicate of a resend, the changes of an endpoint.
  details      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_records_by_user ON audit_records (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_records_by_account ON audit_records (account_id, id);
CREATE INDEX audit_records_by_resend ON audit_records (resend_id, id) WHERE resend_id IS NOT NULL;
CREATE INDEX audit_records_by_endpoint ON audit_records (endpoint_id, id)
  WHERE endpoint_id IS NOT NULL;

-- One row: acts before this moment may be removed. Null but within a transaction of retention.
CREATE TABLE audit_retention (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  before_ms INTEGER
) STRICT;
INSERT INTO audit_retention (id, before_ms) VALUES (1, NULL);

CREATE TRIGGER audit_records_stay BEFORE UPDATE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit records never change'); END;
CREATE TRIGGER audit_records_last BEFORE DELETE ON audit_records
WHEN OLD.at_ms >= coalesce((SELECT before_ms FROM audit_retention WHERE id = 1), OLD.at_ms)
BEGIN SELECT RAISE(ABORT, 'audit records are removed by retention alone'); END;
-- REPLACE removes rows without asking the trigger above.
CREATE TRIGGER audit_records_are_not_replaced BEFORE INSERT ON audit_records
WHEN EXISTS (SELECT 1 FROM audit_records WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit records never change'); END;
`;
