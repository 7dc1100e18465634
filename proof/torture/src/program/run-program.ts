import { fileURLToPath } from 'node:url';

import type { Note } from '@webhooks/proof-bench';
import { spawnChild, type ProofMessage } from '@webhooks/testing';

import type { PartOptions, PartResult } from '../part/part.ts';

/**
 * Runs a program that proves something (`serveProof`), which stands beside the code that it tests,
 * in a process of its own; see ProcessOptions for the wrapper.
 */
export async function runProgram(
  program: URL,
  options: PartOptions,
  note: Note,
  wrapper: readonly string[] = [],
): Promise<PartResult> {
  const [file = '', ...args] = [...wrapper, process.execPath, fileURLToPath(program)];
  const { child, exited } = spawnChild(file, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<PartResult>();
  child.on('message', (message: ProofMessage) => {
    if ('note' in message) note(message.note);
    else if ('result' in message) resolve(message.result);
    else reject(new Error(message.failure));
  });
  void exited.then(() => reject(new Error('the program ended by itself')));
  child.send(options);
  try {
    return await promise;
  } finally {
    child.kill('SIGKILL');
  }
}
