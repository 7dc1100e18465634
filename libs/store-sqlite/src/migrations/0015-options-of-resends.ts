/**
 * How a resend is carried out. All of it is written by the service. No row is touched: what is derived
 * is computed as it is read.
 */
export const optionsOfResends = `
ALTER TABLE resends ADD COLUMN name TEXT;
ALTER TABLE resends ADD COLUMN reason TEXT;
-- Null: it could be started when it was accepted.
ALTER TABLE resends ADD COLUMN not_before_ms INTEGER;
-- 1: its job is not in the outbox, since its time has not come.
ALTER TABLE resends ADD COLUMN awaits_time INTEGER NOT NULL DEFAULT 0;
-- Its age and its time to expire begin then.
ALTER TABLE resends ADD COLUMN runs_from_ms INTEGER
  GENERATED ALWAYS AS (coalesce(not_before_ms, created_at_ms)) VIRTUAL;

CREATE INDEX resends_awaiting_time ON resends (not_before_ms, id) WHERE awaits_time = 1;
DROP INDEX resends_unsettled;
CREATE INDEX resends_unsettled ON resends (runs_from_ms, id) WHERE finished_at_ms IS NULL;
DROP INDEX resends_unsettled_bulk;
CREATE INDEX resends_unsettled_bulk ON resends (runs_from_ms, id)
  WHERE object_reference_id IS NULL AND finished_at_ms IS NULL;
`;
