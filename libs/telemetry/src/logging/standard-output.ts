import type { DestinationStream } from 'pino';

import { survivingOutput } from '@webhooks/runtime';

/** Lines that a reader who stalls has not taken yet, in bytes; what comes on top is lost. */
const MAX_WAITING_BYTES = 1_048_576;

/**
 * Standard output for log lines. Neither a full device nor a reader that stalls or went away holds
 * or ends the app: lines are lost then, and the next one that can be written is preceded by a line
 * that says how many.
 */
export class StandardOutput implements DestinationStream {
  readonly #describeLoss: (lines: number) => string;
  #lost = 0;

  /** describeLoss makes the line that tells of the loss. */
  constructor(describeLoss: (lines: number) => string) {
    this.#describeLoss = describeLoss;
    survivingOutput();
  }

  write(line: string): void {
    if (process.stdout.writableLength > MAX_WAITING_BYTES) {
      this.#lost += 1;
      return;
    }
    const lost = this.#lost;
    this.#lost = 0;
    const text = lost === 0 ? line : `${this.#describeLoss(lost)}\n${line}`;
    process.stdout.write(text, (error) => {
      if (error) this.#lost += lost + 1;
    });
  }
}
