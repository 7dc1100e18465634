import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** Leaves the counts of a project, in place of earlier ones. */
export function writeResult(root: string, project: string, result: TestResult): void {
  const file = resultFile(root, project);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(result));
}

/** Null when no run left any. */
export function readResult(root: string, project: string): TestResult | null {
  try {
    return JSON.parse(readFileSync(resultFile(root, project), 'utf8')) as TestResult;
  } catch {
    return null;
  }
}
