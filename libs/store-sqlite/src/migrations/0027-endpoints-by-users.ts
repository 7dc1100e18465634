/** Endpoints that users make and remove. Written by the service. */
export const endpointsByUsers = `
-- Null: it is there. Its id stays taken, since what was delivered to it names it.
ALTER TABLE endpoints ADD COLUMN removed_at_ms INTEGER;

CREATE TABLE endpoint_idempotency_keys (
  user_id       INTEGER NOT NULL,
  key           TEXT NOT NULL,
  -- Keyed digest of the request: it has a token.
  fingerprint   TEXT NOT NULL,
  endpoint_id   TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX endpoint_idempotency_keys_by_age ON endpoint_idempotency_keys (created_at_ms);
`;
