/** Resends that begin with a few deliveries. Written by the dispatcher, but for sample_first. */
export const samples = `
-- How many deliveries go first; null: all at once.
ALTER TABLE resends ADD COLUMN sample_first INTEGER;
-- Null: there is no sample, or it was passed or given up.
ALTER TABLE resends ADD COLUMN sample_state TEXT
  CHECK (sample_state = 'WAITING' OR sample_state = 'SENDING' OR sample_state = 'FAILED');
-- For people: which kind failed, and how.
ALTER TABLE resends ADD COLUMN sample_detail TEXT;
CREATE INDEX resends_sampling ON resends (id) WHERE sample_state IS NOT NULL;

-- The deliveries that go first, with what they stand for.
CREATE TABLE resend_samples (
  resend_id    INTEGER NOT NULL REFERENCES resends (id),
  position     INTEGER NOT NULL,
  event_type   TEXT NOT NULL,
  last_failure TEXT NOT NULL,
  -- Deliveries of the same kind.
  deliveries   INTEGER NOT NULL,
  PRIMARY KEY (resend_id, position)
) STRICT, WITHOUT ROWID;
`;
