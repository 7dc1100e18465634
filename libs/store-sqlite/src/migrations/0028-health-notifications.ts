/**
 * Notifications of what becomes of endpoints. Written by the dispatcher; those of certificates by the
 * service, which removes old ones, too.
 */
export const healthNotifications = `
-- Finds the endpoints of an account that want them; most accounts have none.
CREATE INDEX endpoints_for_health ON endpoints (account_id, id)
  WHERE type_webhook = 'endpoint.health';

CREATE TABLE health_notifications (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Who is notified.
  endpoint_id        TEXT NOT NULL REFERENCES endpoints (id),
  -- Of which endpoint or client identity, and what.
  about              TEXT NOT NULL,
  type               TEXT NOT NULL,
  -- JSON.
  data               TEXT NOT NULL,
  -- Null: it may be reported again.
  once               TEXT,
  state              TEXT NOT NULL DEFAULT 'PENDING'
                     CHECK (state = 'PENDING' OR state = 'RETRYING' OR state = 'DELIVERED'
                       OR state = 'FAILED' OR state = 'SKIPPED'),
  reason             TEXT,
  attempts           INTEGER NOT NULL DEFAULT 0,
  last_http_status   INTEGER,
  last_error_class   TEXT,
  created_at_ms      INTEGER NOT NULL,
  next_attempt_at_ms INTEGER,
  settled_at_ms      INTEGER
) STRICT;
CREATE INDEX health_notifications_waiting ON health_notifications (endpoint_id, next_attempt_at_ms)
  WHERE settled_at_ms IS NULL;
CREATE INDEX health_notifications_unsettled ON health_notifications (created_at_ms)
  WHERE settled_at_ms IS NULL;
CREATE INDEX health_notifications_settled ON health_notifications (settled_at_ms)
  WHERE settled_at_ms IS NOT NULL;
CREATE INDEX health_notifications_about ON health_notifications (about, type, created_at_ms);
CREATE UNIQUE INDEX health_notifications_once ON health_notifications (endpoint_id, once)
  WHERE once IS NOT NULL;

-- When it was reported that the endpoint is failing. Null: not since its breaker opened first.
ALTER TABLE endpoint_breakers ADD COLUMN notified_at_ms INTEGER;
`;
