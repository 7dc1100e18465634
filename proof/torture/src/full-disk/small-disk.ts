import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';

import { createTempDir, type TempDir } from '@webhooks/testing';

/** From large to small, so that in the end not even the smallest write finds room. */
const FILLING_BYTES = [1_048_576, 4_096, 1] as const;

/**
 * A file system of its own with little room. It needs a mount namespace of its own, too, and goes
 * away with that whatever happens.
 */
export class SmallDisk implements TempDir {
  readonly #directory = createTempDir();

  constructor(megabytes: number) {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'small-disk', this.path);
  }

  get path(): string {
    return this.#directory.path;
  }

  file(name: string): string {
    return this.#directory.file(name);
  }

  /** Leaves no room. */
  fill(): void {
    const descriptor = openSync(this.file('filler'), 'a');
    try {
      for (const bytes of FILLING_BYTES) fillBy(descriptor, Buffer.alloc(bytes));
    } finally {
      closeSync(descriptor);
    }
  }

  /** Gives the room back. */
  free(): void {
    rmSync(this.file('filler'));
  }

  [Symbol.dispose](): void {
    run('umount', '--lazy', this.path);
    this.#directory[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
  }
}

/**
 * What gives a program a mount namespace of its own here, as root or not; null where nobody may
 * mount anything.
 */
export function ownMounts(): readonly string[] | null {
  const wrappers = [
    ['unshare', '--mount'],
    ['unshare', '--map-root-user', '--mount'],
  ];
  const trial = ['mount', '-t', 'tmpfs', 'trial', '/tmp'];
  const works = ([program = '', ...args]: readonly string[]): boolean =>
    spawnSync(program, [...args, ...trial], { stdio: 'ignore' }).status === 0;
  return wrappers.find(works) ?? null;
}

function fillBy(descriptor: number, bytes: Buffer): void {
  for (;;) {
    try {
      writeSync(descriptor, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}
