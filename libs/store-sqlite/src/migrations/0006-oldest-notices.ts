/** Finds the oldest notices that are not settled, for whoever watches over them. */
export const oldestNotices = `
CREATE INDEX notices_unsettled ON notices (created_at_ms)
  WHERE settled_at_ms IS NULL;
`;
