import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';

/** Runs a command and shows its output only when it fails; rejects with `failure` in front. */
export async function runQuietly(command, commandArguments, { cwd, failure }) {
  const child = spawn(command, commandArguments, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk) => (output = (output + chunk).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = await once(child, 'close').catch((error) => [error.message]);
  if (code !== 0) throw new Error(`${failure}\n${output.trim()} [${command}: ${code}]`);
}

/**
 * Runs a program on the Node that the repository pins, with more directories on its PATH, and
 * answers its exit code. Signals are passed on and the program decides when it ends.
 */
export async function run(root, directories, programArguments) {
  const programs = path.join(root, 'node_modules/.bin');
  const searchPath = [programs, process.env.PATH ?? '', ...directories].join(path.delimiter);
  const child = spawn(path.join(programs, 'node'), programArguments, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: searchPath },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  const [code, signal] = await once(child, 'exit');
  return code ?? 128 + constants.signals[signal];
}
