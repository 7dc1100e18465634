import path from 'node:path';

/** What came of one project's test run. */
export interface TestResult {
  readonly passed: number;
  /** Title of each failed test with the first line of its error. */
  readonly failed: readonly string[];
  /** Titles of the tests that were skipped. */
  readonly skipped: readonly string[];
}

/** Where the tests of a project leave their counts; also an output of Nx's target "test". */
export function resultFile(root: string, project: string): string {
  return path.join(root, '.test-results', `${project}.json`);
}
