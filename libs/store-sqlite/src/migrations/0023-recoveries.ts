/** Endpoints that get what they missed in an outage without anybody asking. */
export const recoveries = `
-- Written by the service.
ALTER TABLE endpoints ADD COLUMN recovers_automatically INTEGER NOT NULL DEFAULT 0;

-- When the breaker opened that has not closed since. Null in rows from before this column.
ALTER TABLE endpoint_breakers ADD COLUMN since_ms INTEGER;

-- Outages that are over and not recovered from yet. The dispatcher adds them, the service removes
-- them as it makes the resends.
CREATE TABLE endpoint_recoveries (
  endpoint_id TEXT PRIMARY KEY REFERENCES endpoints (id),
  since_ms    INTEGER NOT NULL,
  until_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
