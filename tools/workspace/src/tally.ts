import { readResult, type TestResult } from './test-result.ts';

/** Sums up checks and tests, and remembers what went wrong and what was left out. */
export class Tally {
  readonly #problems: string[] = [];
  readonly #skippedChecks: string[] = [];
  readonly #skippedTests: string[] = [];
  readonly #remarks: string[] = [];
  #passed = 0;
  #failed = 0;

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** One line for each skipped check and test. */
  get skips(): readonly string[] {
    return [...this.#skippedChecks, ...this.#skippedTests];
  }

  /** Project and title of each skipped test. */
  get skippedTests(): readonly string[] {
    return this.#skippedTests;
  }

  /** Counts a check as one. */
  check(name: string, passed: boolean): void {
    if (passed) this.#passed += 1;
    else this.fail(name);
  }

  /** Counts something that did not go well. */
  fail(problem: string): void {
    this.#failed += 1;
    this.#problems.push(problem);
  }

  /** Counts a check that could not be made as one; the summary says so by the remark. */
  skip(what: string, remark: string): void {
    this.#skippedChecks.push(what);
    this.#remarks.push(remark);
  }

  /**
   * Counts the tests of projects. One that left no result, or ran no test, counts as one failure,
   * and so does a run that ended badly without a failed test.
   */
  tests(root: string, projects: readonly string[], endedWell: boolean): void {
    const failedBefore = this.#failed;
    for (const project of projects) this.#testsOf(project, readResult(root, project));
    if (!endedWell && this.#failed === failedBefore) {
      this.fail(`tests of ${projects.join(', ')}: the run ended badly`);
    }
  }

  /** "N passed, N failed, N skipped", and in brackets what a reader has to know beside it. */
  summary(): string {
    const remarks = this.#remarks.length > 0 ? ` (${this.#remarks.join('; ')})` : '';
    const counts = `${this.#passed} passed, ${this.#failed} failed, ${this.skips.length} skipped`;
    return counts + remarks;
  }

  #testsOf(project: string, result: TestResult | null): void {
    if (result === null) return this.fail(`tests of ${project}: no result`);
    if (result.passed + result.failed.length === 0) this.fail(`tests of ${project}: none was run`);
    for (const test of result.failed) this.fail(`${project}: ${test}`);
    this.#passed += result.passed;
    this.#skippedTests.push(...result.skipped.map((title) => `${project}: ${title}`));
  }
}
