import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { DebianPackages, hasAptGet, isExecutable, pathDirectories } from './debian-packages.mjs';
import { withLock } from './lock.mjs';
import { toolNamed } from './tool-list.mjs';

const TRY_LIMIT_MS = 30_000;

/**
 * Finds the tools that a program asks for, or fetches them into `.tools`. Answers the directories to
 * look into for them, and the names of those that could not be had; what is skipped for want of them
 * says so.
 */
export async function findTools(root, names) {
  const own = path.join(root, '.tools');
  const packages = new DebianPackages(path.join(own, 'apt'));
  const lock = path.join(root, '.tools.lock');
  const directories = new Set();
  const missing = [];
  try {
    for (const tool of names.map(toolNamed)) {
      const find = () => findTool(own, tool);
      const fetch = async () => find() ?? (await fetchTool(own, tool, packages));
      const directory = find() ?? (await withLock(lock, fetch));
      if (directory === null) missing.push(tool.name);
      else if (tool.file === undefined) directories.add(directory);
    }
  } finally {
    packages.dispose();
  }
  return { directories: [...directories], missing };
}

/** The directory that holds the program of a tool; null if it is not here, or does not run. */
function findTool(own, tool) {
  const { name, systemNames = [name], file, besidePath = [] } = tool;
  if (file !== undefined) {
    const there = ['/', path.join(own, name)].find((base) => existsSync(path.join(base, file)));
    return there ?? null;
  }
  const holds = (directory) =>
    systemNames.some((program) => isExecutable(path.join(directory, program)));
  const ofTheSystem = [...pathDirectories(), ...besidePath].find(holds);
  if (ofTheSystem !== undefined) return ofTheSystem;
  const starters = path.join(own, 'bin');
  // The system may have lost a library since it was fetched.
  return holds(starters) && runs(path.join(starters, name), tool) === null ? starters : null;
}

/** As `findTool` after fetching it; a tool that is indispensable throws where it cannot be had. */
export async function fetchTool(own, tool, packages) {
  const { name, needed, howToInstall = '' } = tool;
  const directory = path.join(own, name);
  try {
    if (!hasAptGet()) throw new Error('it is not on the PATH, and there is no apt-get');
    console.error(`Fetching ${name}…`);
    await packages.unpack(directory, tool.packages, { closure: tool.closure ?? false });
    if (tool.file !== undefined) return findTool(own, tool);
    tool.prepare?.(directory);
    for (const [program, file] of Object.entries(tool.programs)) {
      const starter = writeStarter(own, tool, program, file);
      const problem = runs(starter, tool);
      if (problem === null) continue;
      rmSync(starter);
      throw new Error(`it does not run: ${problem}`);
    }
    return path.join(own, 'bin');
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    const message = `${name} could not be had: ${error.message}`;
    if (needed) throw new Error(`${message}\n${howToInstall}`, { cause: error });
    console.error(message);
    return null;
  }
}

/** Libraries of Debian that are found by the place in which they are installed. */
const PRIVATE_LIBRARIES = ['pulseaudio', 'systemd']
  .map((name) => ` "$here"/usr/lib/*-linux-gnu/${name}`)
  .join('');

/** What is unpacked has its libraries beside it, where the loader does not look by itself. */
function writeStarter(own, { name, environment = [] }, program, file) {
  const starter = path.join(own, 'bin', program);
  mkdirSync(path.dirname(starter), { recursive: true });
  const lines = [
    '#!/bin/sh',
    `here=$(cd "$(dirname "$0")/../${name}" && pwd)`,
    'libraries="$here/usr/lib"',
    `for directory in "$here"/lib/*-linux-gnu "$here"/usr/lib/*-linux-gnu${PRIVATE_LIBRARIES}; do`,
    '  libraries="$libraries:$directory"',
    'done',
    'export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"',
    ...environment.map((assignment) => `export ${assignment}`),
    `exec "$here/${file}" "$@"`,
  ];
  writeFileSync(starter, `${lines.join('\n')}\n`);
  chmodSync(starter, 0o755);
  return starter;
}

/** Null if a program runs on this machine, or else what it says. */
function runs(file, { versionOption = '--version' }) {
  const { status, error, stderr } = spawnSync(file, [versionOption], {
    encoding: 'utf8',
    timeout: TRY_LIMIT_MS,
  });
  if (status === 0) return null;
  return error?.message ?? stderr.trim().split('\n')[0] ?? `it ended with ${status}`;
}
