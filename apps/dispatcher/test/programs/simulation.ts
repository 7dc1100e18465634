import { serveProof } from '@webhooks/testing';

import { runSeeds } from '../simulation/run-seeds.ts';

serveProof(runSeeds);
