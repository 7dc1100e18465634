/** What test events found out about client certificates. Written by the dispatcher. */
export const mtlsProofs = `
-- Null: the endpoint is shown no certificate.
ALTER TABLE test_events ADD COLUMN mtls TEXT
  CHECK (mtls = 'verified' OR mtls = 'not_demanded' OR mtls = 'undecided');

-- The endpoint refused a call without a certificate, and took one with that of the identity.
CREATE TABLE mtls_proofs (
  endpoint_id  TEXT PRIMARY KEY REFERENCES endpoints (id),
  -- Of both; at another URL, or with another identity, nothing is proven.
  url          TEXT NOT NULL,
  identity     TEXT NOT NULL,
  proven_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
