import type { Tally } from './tally.ts';

/** Tests that a machine may have to skip although it has every tool, by the end of their title. */
const UNAVOIDABLE: readonly string[] = [
  // Root may write everywhere.
  'refuses a directory that it may not write to',
];

/**
 * Counts as failed what was skipped although Debian has the program for it, so that no test vanishes
 * without being noticed.
 */
export function failAvoidableSkips(tally: Tally, missingTools: readonly string[]): void {
  for (const tool of missingTools) tally.fail(`${tool} could not be had`);
  for (const skip of tally.skippedTests) {
    if (!UNAVOIDABLE.some((title) => skip.endsWith(title))) tally.fail(`skipped: ${skip}`);
  }
}
