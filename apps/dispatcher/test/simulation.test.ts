import { randomInt } from 'node:crypto';

import { expect } from 'chai';

import { runSeeds } from './simulation/run-seeds.ts';

/** A few; `npm run torture -- simulation` runs as many as one likes. */
const WORLDS = 100;

describe('simulated worlds', () => {
  it('hold from any seed', async () => {
    const options = { form: 'short', seed: randomInt(2 ** 31), count: WORLDS } as const;
    const { violations, figures } = await runSeeds(options, () => {});
    expect(violations, violations.join('\n')).to.deep.equal([]);
    expect(figures['attempts']).to.be.greaterThan(WORLDS);
  }).timeout(120_000);
});
