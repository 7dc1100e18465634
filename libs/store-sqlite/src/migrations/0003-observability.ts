/** What operators look at: the trace that a resend belongs to, and the oldest unsettled bulk resend. */
export const observability = `
-- W3C trace context of the request, for every attempt, however late; empty when there is none.
ALTER TABLE resends ADD COLUMN traceparent TEXT NOT NULL DEFAULT '';

-- The oldest bulk resend, however many single ones are older. Accepting a single one costs nothing.
CREATE INDEX resends_unsettled_bulk ON resends (created_at_ms, id)
  WHERE object_reference_id IS NULL AND finished_at_ms IS NULL;
`;
