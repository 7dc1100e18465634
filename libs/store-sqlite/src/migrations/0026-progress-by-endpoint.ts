/** Progress of a resend at each of its endpoints. Written by the dispatcher. */
export const progressByEndpoint = `
-- Deliveries of the counted set; null: not counted by endpoint.
ALTER TABLE resend_endpoints ADD COLUMN counted INTEGER;
-- As in resends.
ALTER TABLE resend_endpoints ADD COLUMN planned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN retrying INTEGER NOT NULL DEFAULT 0;
-- The window of time in which something was settled last, counted from 1970; what was settled in it
-- and in the one before; since when there was no window without.
ALTER TABLE resend_endpoints ADD COLUMN pace_window INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN pace_settled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN pace_settled_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resend_endpoints ADD COLUMN pace_since_ms INTEGER NOT NULL DEFAULT 0;

UPDATE resend_endpoints AS p
SET (planned, delivered, failed, skipped, cancelled, retrying) =
  (d.planned, d.delivered, d.failed, d.skipped, d.cancelled, d.retrying)
FROM (
  SELECT resend_id, endpoint_id, count(*) AS planned,
    count(*) FILTER (WHERE state = 'DELIVERED') AS delivered,
    count(*) FILTER (WHERE state = 'FAILED' OR state = 'SKIPPED' OR state = 'CANCELLED') AS failed,
    count(*) FILTER (WHERE state = 'SKIPPED') AS skipped,
    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
    count(*) FILTER (WHERE state = 'RETRYING') AS retrying
  FROM deliveries
  WHERE resend_id IN (SELECT id FROM resends WHERE finished_at_ms IS NULL)
  GROUP BY resend_id, endpoint_id
) AS d
WHERE p.resend_id = d.resend_id AND p.endpoint_id = d.endpoint_id;
`;
