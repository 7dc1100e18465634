import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { currentPlatform } from './platform.mjs';

/** The first version that runs TypeScript and `using` as they are written here. */
const OLDEST_MAJOR = 24;
const ANSWER_LIMIT_MS = 10_000;
const LINK = 'node_modules/.bin/node';

/**
 * The Node that runs the programs of this repository: the one that the packages bring along, for
 * Linux with glibc, and elsewhere the one that runs this. Every script finds it as
 * `node_modules/.bin/node`.
 */
export function resolveNode(root) {
  const link = path.join(root, LINK);
  const choice = chooseNode(
    versionOf(link),
    process.versions.node,
    `${process.platform}-${process.arch}`,
  );
  if (choice.error !== undefined) throw new Error(choice.error);
  if (choice.use === 'host') {
    // A file that is there cannot be run here, and every script would find it first.
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(process.execPath, link);
  }
  return link;
}

/**
 * Whether there is a Node of the packages that should run on this machine and does not, as after a
 * disk that was full.
 */
export function isNodeBroken(root) {
  const link = path.join(root, LINK);
  return currentPlatform().libc === 'glibc' && isThere(link) && versionOf(link) === null;
}

/** Removes the Node of the packages, so that it counts as missing. */
export function removeNode(root) {
  const { os, cpu } = currentPlatform();
  rmSync(path.join(root, LINK), { force: true });
  rmSync(path.join(root, `node_modules/node-${os}-${cpu}`), { recursive: true, force: true });
}

/**
 * Decides by the versions of both, as in "24.21.0"; null for a Node that is missing or cannot be
 * run on this machine.
 */
export function chooseNode(shipped, host, platform) {
  if (isNewEnough(shipped)) return { use: 'shipped' };
  if (isNewEnough(host)) return { use: 'host' };
  return {
    error: `Node ${OLDEST_MAJOR} or newer is needed; this is ${host}, and the packages bring none along that runs on ${platform}. Install it from https://nodejs.org or with a version manager (nvm install ${OLDEST_MAJOR}) and run the command again.`,
  };
}

function isNewEnough(version) {
  return version !== null && Number.parseInt(version, 10) >= OLDEST_MAJOR;
}

/** Also if it is a link that leads nowhere. */
function isThere(file) {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function versionOf(file) {
  const { status, stdout } = spawnSync(file, ['--version'], {
    encoding: 'utf8',
    timeout: ANSWER_LIMIT_MS,
  });
  const [, version = null] = /^v(\d+\.\d+\.\d+)/.exec(status === 0 ? stdout : '') ?? [];
  return version;
}
