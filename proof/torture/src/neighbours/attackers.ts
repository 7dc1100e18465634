import { fileURLToPath } from 'node:url';

import { spawnChild } from '@webhooks/testing';
import type { Settings } from '@webhooks/proof-kit';

const program = fileURLToPath(new URL('attacker-program.ts', import.meta.url));
/** On a busy machine, for an attack to stand, and for one to be withdrawn. */
const STAND_LIMIT_MS = 120_000;
const END_LIMIT_MS = 60_000;

/** What an attacker gets. */
export interface AttackerOrders {
  readonly scene: string;
  readonly number: number;
  readonly settings: Settings;
  readonly receiverPort: number;
  readonly seed: number;
  readonly form: 'short' | 'long';
}

/** What it says: that its attack stands, or why it does not. */
export type AttackerMessage = { readonly held: string } | { readonly failure: string };

/** A bad neighbour in a process of its own, so that what it does takes no time of the other's. */
export class AttackerProcess implements AsyncDisposable {
  readonly #child: ReturnType<typeof spawnChild>;
  readonly #standing: Promise<string>;

  constructor(orders: AttackerOrders) {
    this.#child = spawnChild(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const { child, exited } = this.#child;
    child.on('message', (message: AttackerMessage) => {
      if ('held' in message) resolve(message.held);
      else reject(new Error(message.failure));
    });
    void exited.then(() => reject(new Error('the attacker ended by itself')));
    const limit = setTimeout(
      () => reject(new Error('the attack did not stand in time')),
      STAND_LIMIT_MS,
    );
    this.#standing = promise.finally(() => clearTimeout(limit));
    this.#standing.catch(() => {});
    child.send(orders);
  }

  /** What the attack holds, once it stands. */
  standing(): Promise<string> {
    return this.#standing;
  }

  /** Lets it withdraw what it asked for, and ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { child, exited } = this.#child;
    const limit = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
    // Not disconnected from here: a child process closes when its end of the channel does.
    if (child.connected) child.send('end');
    await exited;
    clearTimeout(limit);
  }
}
