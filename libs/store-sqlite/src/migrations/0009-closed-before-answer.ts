/** Counts attempts that a closing connection took. */
export const closedBeforeAnswer = `
ALTER TABLE endpoint_statistics ADD COLUMN failed_closed_before_answer INTEGER NOT NULL DEFAULT 0;
`;
