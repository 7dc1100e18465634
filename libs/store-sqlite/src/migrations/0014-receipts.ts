/** What receivers said of delivered events by webhook-duplicate. Written by the dispatcher. */
export const receipts = `
-- 1: the receiver knew the event before, 0: it was new; null: it did not say.
ALTER TABLE deliveries ADD COLUMN duplicate INTEGER;
-- Of the delivered ones; the rest was not said.
ALTER TABLE resends ADD COLUMN delivered_new INTEGER NOT NULL DEFAULT 0;
ALTER TABLE resends ADD COLUMN delivered_known INTEGER NOT NULL DEFAULT 0;

-- The same of a resend by endpoint and event type, counted as outcomes are recorded.
CREATE TABLE resend_receipts (
  resend_id    INTEGER NOT NULL REFERENCES resends (id),
  endpoint_id  TEXT NOT NULL REFERENCES endpoints (id),
  event_type   TEXT NOT NULL,
  new          INTEGER NOT NULL,
  known_before INTEGER NOT NULL,
  not_said     INTEGER NOT NULL,
  PRIMARY KEY (resend_id, endpoint_id, event_type)
) STRICT, WITHOUT ROWID;
`;
