#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';

import { runCommandLine } from './run-command-line.ts';
import { openOutput } from './output/output.ts';
import { Terminal } from './output/terminal.ts';

const interrupted = new AbortController();
const left = new AbortController();
const unwritable = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

const { env, stdin } = process;
const stdout = openOutput(process.stdout, (error) => {
  // Whoever reads from a pipe may have enough of it: "resendctl list | head -1".
  if (error.code === 'EPIPE') left.abort();
  else unwritable.abort(error);
});
// What is said beside the result may be lost; the exit code says how it went.
const stderr = openOutput(process.stderr, () => {});
process.exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  out: new Terminal(stdout, env),
  err: new Terminal(stderr, env),
  ask: stdin.isTTY && process.stderr.isTTY ? ask : null,
  nowMs: Date.now,
  signal: interrupted.signal,
  left: left.signal,
  unwritable: unwritable.signal,
});

/** Rejects when it is left by Ctrl-C. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: process.stderr });
  terminal.once('SIGINT', () => interrupted.abort());
  try {
    return await terminal.question(question, { signal: interrupted.signal });
  } finally {
    terminal.close();
  }
}
