import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { startProcess } from '@webhooks/testing';
import { expect } from 'chai';

import type { PartOptions } from '../src/part/part.ts';
import { parts } from '../src/parts.ts';
import { partsOfCommit } from '../src/parts-of-commit.ts';
import { commandArguments, replayCommand } from '../src/run-parts.ts';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** Beyond the time that a part has, to end it with all that it started. */
const END_LIMIT_MS = 30_000;
/** Of what it said: enough for everything that does not hold, unless that is everything. */
const LAST_LINES = 60;

describe('what is tortured', () => {
  for (const part of partsOfCommit(parts, headCommit())) {
    it(`holds in the short form of ${part.name}: ${part.about}`, async function () {
      this.timeout(part.shortLimitMs + END_LIMIT_MS);
      const obstacle = part.unavailable?.() ?? null;
      if (obstacle !== null) {
        console.log(`      not run: ${obstacle}`);
        this.skip();
      }
      const seed = part.shortSeed ?? randomInt(2 ** 32 - 1);
      const options: PartOptions = { form: 'short', seed, count: null };
      const command = replayCommand(part.name, options);
      console.log(`      ${command}`);
      // In a process of its own, which takes along whatever it started when its time is over.
      const args = commandArguments(part.name, options);
      await using run = startProcess({ file: program, args });
      const limit = setTimeout(() => void run.stop(), part.shortLimitMs);
      const { code } = await run.exited;
      clearTimeout(limit);
      const said = run.lines.slice(-LAST_LINES).join('\n');
      expect(code, `${command}\n${said}`).to.equal(0);
      console.log(`      ${run.lines.find((line) => line.startsWith('→ ')) ?? ''}`);
    });
  }
});

/** Null outside of a clone. */
function headCommit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
