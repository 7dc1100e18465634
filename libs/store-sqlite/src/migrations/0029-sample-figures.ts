/** What samples came to. Written by the dispatcher. */
export const sampleFigures = `
-- JSON: what was sent of the sample, by kind, and what came of it before the rest was let go.
ALTER TABLE resends ADD COLUMN sample_figures TEXT;
-- JSON: the largest kinds that the sample has no delivery of, and how many there are.
ALTER TABLE resends ADD COLUMN sample_left_out TEXT;
`;
