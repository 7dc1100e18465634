import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs one of the trials: they are tests that take too long for npm test. Options go to mocha. */
const [name = '', ...more] = process.argv.slice(2);
const mocha = fileURLToPath(import.meta.resolve('mocha/bin/mocha.js'));
const trial = fileURLToPath(new URL(`../test/try-${name}.ts`, import.meta.url));
const options = ['--no-config', '--extension', 'ts', '--reporter', 'spec'];
const { status } = spawnSync(process.execPath, [mocha, ...options, ...more, trial], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
