import type { Tally } from './tally.ts';

/** Parts of the titles of tests that a machine may have to skip although it has every tool. */
const UNAVOIDABLE: readonly string[] = [
  // Root may write everywhere.
  'refuses a directory that it may not write to',
  // A container may forbid to mount, to trace, or have no network.
  'holds in the short form of full-disk',
  'holds in the short form of power',
  'may be an address of an interface',
];

/**
 * Counts as failed what was skipped although Debian has the program for it, so that no test vanishes
 * without being noticed.
 */
export function failAvoidableSkips(tally: Tally, missingTools: readonly string[]): void {
  for (const tool of missingTools) tally.fail(`${tool} could not be had`);
  for (const skip of tally.skippedTests) {
    if (!UNAVOIDABLE.some((title) => skip.includes(title))) tally.fail(`skipped: ${skip}`);
  }
}
