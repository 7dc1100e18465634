/** Who we are to receivers that demand a client certificate; all of it is written by the service. */
export const clientIdentities = `
CREATE TABLE client_identities (
  name            TEXT PRIMARY KEY,
  -- Null: endpoints of every account may use it.
  account_id      INTEGER REFERENCES accounts (id),
  -- The account whose endpoints use it unless they name one; 0: those of all; null: it is no default.
  default_of      INTEGER UNIQUE,
  -- JSON: chains in PEM and since when each is shown, newest first.
  certificates    TEXT NOT NULL,
  -- PEM, of a key that waits for its certificate.
  signing_request TEXT,
  -- The private keys of all of these.
  sealed_keys     BLOB NOT NULL,
  revision        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A name, 'none', or null for the default.
ALTER TABLE endpoints ADD COLUMN client_identity TEXT;
-- PEM.
ALTER TABLE endpoints ADD COLUMN trust_anchors TEXT;
CREATE INDEX endpoints_by_client_identity ON endpoints (client_identity)
  WHERE client_identity IS NOT NULL;

ALTER TABLE endpoint_statistics
  ADD COLUMN failed_client_certificate_refused INTEGER NOT NULL DEFAULT 0;
`;
