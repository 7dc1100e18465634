#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';

import { runCommandLine } from './run-command-line.ts';
import { Terminal } from './output/terminal.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// Whoever reads from a pipe may have enough of it: "resendctl list | head -1".
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  interrupted.abort();
});

const { env, stdin, stdout, stderr } = process;
process.exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  out: new Terminal(stdout, env),
  err: new Terminal(stderr, env),
  ask: stdin.isTTY && stderr.isTTY ? ask : null,
  nowMs: Date.now,
  signal: interrupted.signal,
});

/** Rejects when it is left by Ctrl-C. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  terminal.once('SIGINT', () => interrupted.abort());
  try {
    return await terminal.question(question, { signal: interrupted.signal });
  } finally {
    terminal.close();
  }
}
