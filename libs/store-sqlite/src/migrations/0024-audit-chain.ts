/** The hash chain over the audit trail, written by the service behind the acts themselves. */
export const auditChain = `
-- Records join it in the order of their ids. The link of the last record that retention removed stays:
-- the next one names its hash.
CREATE TABLE audit_chain (
  record_id INTEGER PRIMARY KEY,
  hash      TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER audit_chain_stays BEFORE UPDATE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the audit chain never changes'); END;
CREATE TRIGGER audit_chain_lasts BEFORE DELETE ON audit_chain
WHEN (SELECT before_ms FROM audit_retention WHERE id = 1) IS NULL
BEGIN SELECT RAISE(ABORT, 'the audit chain is removed by retention alone'); END;
CREATE TRIGGER audit_chain_grows BEFORE INSERT ON audit_chain
WHEN NEW.record_id <= (SELECT max(record_id) FROM audit_chain)
BEGIN SELECT RAISE(ABORT, 'the audit chain grows at its end'); END;
`;
