/** Notices of settled resends. Written by the dispatcher. */
export const notices = `
-- Finds the endpoints of an account that want notices; most accounts have none.
CREATE INDEX endpoints_for_notices ON endpoints (account_id, id)
  WHERE type_webhook = 'resend.finished';

-- One for each of them, from the transaction that settled the resend.
CREATE TABLE notices (
  resend_id          INTEGER NOT NULL REFERENCES resends (id),
  endpoint_id        TEXT NOT NULL REFERENCES endpoints (id),
  state              TEXT NOT NULL DEFAULT 'PENDING'
                     CHECK (state IN ('PENDING', 'RETRYING', 'DELIVERED', 'FAILED', 'SKIPPED')),
  reason             TEXT,
  attempts           INTEGER NOT NULL DEFAULT 0,
  last_http_status   INTEGER,
  last_error_class   TEXT,
  created_at_ms      INTEGER NOT NULL,
  next_attempt_at_ms INTEGER,
  settled_at_ms      INTEGER,
  PRIMARY KEY (resend_id, endpoint_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_waiting ON notices (endpoint_id, next_attempt_at_ms)
  WHERE settled_at_ms IS NULL;
`;
