/** Endpoints for trying things out, and resends that go to one. Written by the service. */
export const testEndpoints = `
-- 1: no resend goes to it but one that names it.
ALTER TABLE endpoints ADD COLUMN is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test = 0 OR is_test = 1);
-- The test endpoint that gets all of it, the only one in resend_endpoints; null: as selected.
ALTER TABLE resends ADD COLUMN deliver_to TEXT;

-- The endpoints in whose place it is sent there: by what is known of them the set is found.
CREATE TABLE resend_replaced_endpoints (
  resend_id    INTEGER NOT NULL REFERENCES resends (id),
  endpoint_id  TEXT NOT NULL REFERENCES endpoints (id),
  type_webhook TEXT NOT NULL,
  PRIMARY KEY (resend_id, endpoint_id)
) STRICT, WITHOUT ROWID;
`;
