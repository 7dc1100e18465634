import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Note } from '@webhooks/tool-bench';
import type { ProofMessage } from '@webhooks/testing';

import type { PartOptions, PartResult } from '../part.ts';

/**
 * Runs a program that proves something (`serveProof`), which stands beside the code that it tests,
 * in a process of its own.
 */
export async function runProgram(
  program: URL,
  options: PartOptions,
  note: Note,
): Promise<PartResult> {
  const child = fork(fileURLToPath(program), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { promise, resolve, reject } = Promise.withResolvers<PartResult>();
  child.on('message', (message: ProofMessage) => {
    if ('note' in message) note(message.note);
    else if ('result' in message) resolve(message.result);
    else reject(new Error(message.failure));
  });
  child.on('error', reject);
  child.on('exit', () => reject(new Error('the program ended by itself')));
  // It does not outlive this process: the channel between them closes with it.
  child.send(options);
  try {
    return await promise;
  } finally {
    child.kill('SIGKILL');
  }
}
