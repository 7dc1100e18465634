import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { runQuietly } from './run.mjs';

/** A mirror that hangs is no reason to wait for ever. */
const FETCH_LIMIT_MS = 5 * 60_000;

/** Directories that the PATH names. */
export function pathDirectories() {
  return (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== '');
}

/** Whether packages of the system can be fetched. */
export function hasAptGet() {
  return pathDirectories()
    .concat('/usr/bin')
    .some((entry) => isExecutable(path.join(entry, 'apt-get')));
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Fetches packages of the system and unpacks them into directories of our own. Nothing is installed
 * and nothing of the system is written, so that it needs no root and does root's system no harm.
 */
export class DebianPackages {
  #state;
  #updated = null;

  /** @param state A directory for the lists and the cache of apt. */
  constructor(state) {
    this.#state = state;
  }

  /**
   * Unpacks packages into a directory. With `closure` all that they depend on and that the system
   * lacks comes along.
   */
  async unpack(directory, packages, { closure }) {
    await (this.#updated ??= this.#update());
    rmSync(directory, { recursive: true, force: true });
    const archives = path.join(directory, 'archives');
    mkdirSync(path.join(archives, 'partial'), { recursive: true });
    if (closure) {
      const args = ['install', '--download-only', '--no-install-recommends', '--yes', ...packages];
      await this.#apt(args, archives, ['-o', `Dir::Cache::archives=${archives}`]);
    } else {
      await this.#apt(['download', ...packages], archives);
    }
    const files = readdirSync(archives).filter((name) => name.endsWith('.deb'));
    if (files.length === 0) throw new Error(`apt-get fetched nothing for ${packages.join(', ')}`);
    for (const file of files) {
      await this.#run('dpkg-deb', ['-x', path.join(archives, file), directory], directory);
    }
    rmSync(archives, { recursive: true });
  }

  /** Forgets the lists. */
  dispose() {
    rmSync(this.#state, { recursive: true, force: true });
  }

  async #update() {
    for (const part of ['lists/partial', 'archives/partial']) {
      mkdirSync(path.join(this.#state, part), { recursive: true });
    }
    await this.#apt(['update'], this.#state);
  }

  async #apt(args, cwd, more = []) {
    const options = [
      '-qq',
      ...['-o', `Dir::State::lists=${this.#state}/lists`, '-o', `Dir::Cache=${this.#state}`],
      // Only files of our own are written.
      ...['-o', 'Debug::NoLocking=1', '-o', 'Acquire::Languages=none', '-o', 'Acquire::Retries=2'],
      ...(process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : []),
    ];
    await this.#run('apt-get', [...options, ...more, ...args], cwd);
  }

  #run(command, args, cwd) {
    return runQuietly(command, args, {
      cwd,
      failure: 'apt-get failed',
      timeLimitMs: FETCH_LIMIT_MS,
    });
  }
}
