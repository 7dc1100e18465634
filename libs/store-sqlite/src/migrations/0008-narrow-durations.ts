/**
 * Attempts by duration in narrow classes, packed: see src/statistics/packed-durations.ts. The took_
 * columns stay: a dispatcher that knows no others goes on beside this schema until it is replaced.
 */
export const narrowDurations = `
ALTER TABLE endpoint_statistics ADD COLUMN durations BLOB NOT NULL DEFAULT x'';
`;
