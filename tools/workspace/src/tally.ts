import { readFileSync } from 'node:fs';

import { resultFile, type TestResult } from './test-result.ts';

/** Sums up checks and tests, and remembers what went wrong. */
export class Tally {
  readonly #problems: string[] = [];
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Counts a check as one. */
  check(name: string, passed: boolean): void {
    if (passed) this.#passed += 1;
    else this.#fail(1, name);
  }

  /** Counts a check that could not be made as one. */
  skip(): void {
    this.#skipped += 1;
  }

  /**
   * Counts the tests of projects. One that left no result, or ran no test, counts as one failure,
   * and so does a run that ended badly without a failed test.
   */
  tests(root: string, projects: readonly string[], endedWell: boolean): void {
    const failedBefore = this.#failed;
    for (const project of projects) this.#testsOf(project, readResult(root, project));
    if (!endedWell && this.#failed === failedBefore) {
      this.#fail(1, `tests of ${projects.join(', ')}: the run ended badly`);
    }
  }

  /** "N passed, N failed", with the skipped if there are any. */
  summary(): string {
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    return `${this.#passed} passed, ${this.#failed} failed${skipped}`;
  }

  #testsOf(project: string, result: TestResult | null): void {
    if (result === null) return this.#fail(1, `tests of ${project}: no result`);
    if (result.passed + result.failed === 0) this.#fail(1, `tests of ${project}: none was run`);
    if (result.failed > 0)
      this.#fail(result.failed, `tests of ${project}: ${result.failed} failed`);
    this.#passed += result.passed;
    this.#skipped += result.skipped;
  }

  #fail(count: number, problem: string): void {
    this.#failed += count;
    this.#problems.push(problem);
  }
}

function readResult(root: string, project: string): TestResult | null {
  try {
    return JSON.parse(readFileSync(resultFile(root, project), 'utf8')) as TestResult;
  } catch {
    return null;
  }
}
