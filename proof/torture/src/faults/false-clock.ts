import { existsSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createTempDir } from '@webhooks/testing';
import type { Settings } from '@webhooks/proof-kit';

const root = path.resolve(import.meta.dirname, '../../../..');
const directories = ['x86_64', 'aarch64'].flatMap((cpu) =>
  ['/', path.join(root, '.tools/faketime')].map((at) => `${at}/usr/lib/${cpu}-linux-gnu/faketime`),
);
const library = directories
  .map((directory) => path.normalize(`${directory}/libfaketimeMT.so.1`))
  .find((file) => existsSync(file));

/** Whether libfaketime is here; Debian has it, and the commands of this repository fetch it. */
export const canFakeClock = library !== undefined;

/** A wall clock that can be set while processes run by it. What measures time is as it is. */
export class FalseClock implements Disposable {
  readonly #directory = createTempDir();
  readonly #file = this.#directory.file('offset');

  constructor() {
    this.set(0);
  }

  /** For the environment of a process. */
  get settings(): Settings {
    return {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** Seconds by which it is ahead of the true one. It is never read half written. */
  set(aheadS: number): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, `${aheadS < 0 ? '' : '+'}${aheadS}\n`);
    renameSync(next, this.#file);
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}
