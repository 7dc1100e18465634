/** Events in the order of their recording: of an account, and of an object. */
export const listsOfEvents = `
-- Holds all that the filters of the list look at.
CREATE INDEX events_by_recording
  ON events (account_id, seq, resend_type, type, occurred_at_us);
CREATE INDEX events_by_object_recording
  ON events (resend_type, object_reference_id, seq, type, occurred_at_us)
  WHERE object_reference_id IS NOT NULL;
`;
