/** URLs that have to prove themselves. Asked for by the service, proven by the dispatcher. */
export const endpointProofs = `
-- A user set this URL: until it is proven, nothing but test events is sent there. Another URL of the
-- endpoint, or none here, needs no proof.
CREATE TABLE endpoint_proofs (
  endpoint_id  TEXT PRIMARY KEY REFERENCES endpoints (id),
  url          TEXT NOT NULL,
  -- Null: not yet.
  proven_at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Whether the answer had the challenge; null: there was none.
ALTER TABLE test_events ADD COLUMN challenge_answered INTEGER
  CHECK (challenge_answered = 0 OR challenge_answered = 1);
-- Null: a user asked for it. Else the how-manieth it is, from 0, that is sent for a proof; it is created
-- when it is due.
ALTER TABLE test_events ADD COLUMN round INTEGER;
DROP INDEX test_events_waiting;
CREATE INDEX test_events_waiting ON test_events (created_at_ms) WHERE settled_at_ms IS NULL;

-- What ENDPOINT_VERIFICATION is where no setting says it: databases that were in use stay as they were.
CREATE TABLE verification_default (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  mode TEXT NOT NULL CHECK (mode = 'off' OR mode = 'moved')
) STRICT;
INSERT INTO verification_default (id, mode)
SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM accounts) THEN 'off' ELSE 'moved' END;
`;
