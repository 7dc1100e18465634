import { parentPort } from 'node:worker_threads';

import { startRawReceiver, type RawReceiver } from '../support/raw-receiver.ts';
import { hostileKinds } from './hostile-kinds.ts';

/*
 * Hostile receivers in a thread of their own, so that what they cost is not taken for what the
 * sender costs: given the number of a kind it answers with the port of one, given null it closes it.
 */

let receiver: RawReceiver | null = null;

parentPort?.on('message', (number: number | null) => void follow(number));

async function follow(number: number | null): Promise<void> {
  await receiver?.[Symbol.asyncDispose]();
  const kind = number === null ? undefined : hostileKinds[number];
  receiver = kind === undefined ? null : await startRawReceiver(kind);
  parentPort?.postMessage(receiver?.port ?? null);
}
