import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';

/** Runs a command and shows its output only when it fails; rejects with `failure` in front. */
export async function runQuietly(command, commandArguments, { cwd, failure, timeLimitMs }) {
  const child = spawn(command, commandArguments, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeLimitMs,
  });
  let output = '';
  const keep = (chunk) => (output = (output + chunk).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code, signal] = await once(child, 'close').catch((error) => [error.message]);
  if (code === 0) return;
  const end = signal ? `ended by ${signal}` : code;
  throw new Error(`${failure}\n${output.trim()} [${command}: ${end}]`);
}

/**
 * Runs a program on a Node, with the directory of fetched tools last on its PATH, the names of those
 * that could not be had in MISSING_TOOLS, how long installing took in INSTALL_SECONDS, and what Node
 * compiled before, which halves the time that a program takes to start. Answers its exit code.
 * Signals are passed on and the program decides when it ends.
 */
export async function run(root, { node, directories, missing, installSeconds, programArguments }) {
  const programs = path.dirname(node);
  const searchPath = [programs, process.env.PATH ?? '', ...directories].join(path.delimiter);
  const child = spawn(node, programArguments, {
    cwd: root,
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'),
      ...process.env,
      PATH: searchPath,
      MISSING_TOOLS: missing.join(','),
      INSTALL_SECONDS: installSeconds.toFixed(1),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  const [code, signal] = await once(child, 'exit');
  return code ?? 128 + constants.signals[signal];
}
