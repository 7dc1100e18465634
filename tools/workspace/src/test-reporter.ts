import { readFileSync } from 'node:fs';
import path from 'node:path';

import Mocha from 'mocha';

import { writeResult } from './test-result.ts';

/** How long a run may live on after its last test. */
const LINGER_LIMIT_MS = 15_000;
/** Of an error's first line, in the closing lines of the check. */
const MAX_REASON_LENGTH = 300;

/** Reports like mocha's own "spec", and leaves the results where the check of all projects sums up. */
// mocha takes a reporter from a module's default export.
// eslint-disable-next-line no-restricted-syntax
export default class ResultReporter extends Mocha.reporters.Spec {
  readonly #skipped: string[] = [];
  readonly #failed: string[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on(Mocha.Runner.constants.EVENT_TEST_PENDING, (test) => {
      this.#skipped.push(test.fullTitle());
    });
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error: Error) => {
      const reason = error.message.split('\n', 1)[0]?.slice(0, MAX_REASON_LENGTH);
      this.#failed.push(`${test.fullTitle()}: ${reason}`);
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      this.#write();
      endIfKeptAlive();
    });
  }

  #write(): void {
    writeResult(path.resolve('../..'), process.env['TEST_RESULT'] ?? projectName(), {
      passed: this.stats.passes,
      failed: this.#failed,
      skipped: this.#skipped,
    });
  }
}

/** Of the project in this folder. */
function projectName(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { name: string }).name;
}

/** A server or timer that a test left would keep the run, and all that wait for it, for ever. */
function endIfKeptAlive(): void {
  setTimeout(() => {
    const kept = [...new Set(process.getActiveResourcesInfo())].join(', ');
    console.error(`The tests are over, but something keeps the run alive: ${kept}`);
    process.exit(1);
  }, LINGER_LIMIT_MS).unref();
}
