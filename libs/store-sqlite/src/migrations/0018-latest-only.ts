/** Resends of the newest event of each object alone. Written by the service. */
export const latestOnly = `
ALTER TABLE resends ADD COLUMN latest_only INTEGER NOT NULL DEFAULT 0;
`;
