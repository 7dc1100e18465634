import { randomInt } from 'node:crypto';

import { expect } from 'chai';

import type { PartOptions } from '../src/part.ts';
import { parts } from '../src/parts.ts';
import { replayCommand } from '../src/run-parts.ts';

describe('what is tortured', () => {
  for (const part of parts) {
    it(`holds in the short form of ${part.name}: ${part.about}`, async function () {
      this.timeout(part.shortLimitMs);
      const obstacle = part.notInTests ?? part.unavailable?.() ?? null;
      if (obstacle !== null) {
        console.log(`      not run: ${obstacle}`);
        this.skip();
      }
      const seed = part.shortSeed ?? randomInt(2 ** 32 - 1);
      const options: PartOptions = { form: 'short', seed, count: null };
      console.log(`      ${replayCommand(part.name, options)}`);
      const { violations, verdict } = await part.run(options, () => {});
      expect(violations, `replay: ${replayCommand(part.name, options)}`).to.deep.equal([]);
      console.log(`      ${verdict}`);
    });
  }
});
