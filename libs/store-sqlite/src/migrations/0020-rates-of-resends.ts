/** How fast a resend may go. Written by the service. */
export const ratesOfResends = `
-- Null: as fast as its endpoints take it.
ALTER TABLE resends ADD COLUMN max_rate_per_second REAL;
`;
