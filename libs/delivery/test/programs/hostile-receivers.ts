import { serveProof } from '@webhooks/testing';

import { attackCrowd } from '../hostile/crowd.ts';

/** Attempts at each kind of receiver. */
const times = { short: 8, long: 1_000 } as const;

serveProof(({ form, count, seed }, note) =>
  attackCrowd({ seed, times: count ?? times[form], together: form === 'short' ? 8 : 4 }, note),
);
