// Runs a program of this repository on a fresh clone:
//   node bootstrap.mjs [--dev] [--tools=nats-server,strace,…] [PROGRAM [ARGUMENT…]]
// It installs the packages that the program needs (--dev: those for building and testing as well),
// finds a Node that can run it, and fetches the tools that are not packages of npm.
// Everything here is plain JavaScript for Node 20, since nothing is installed when it starts.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { readArguments } from './bootstrap/arguments.mjs';
import { installPackages } from './bootstrap/install.mjs';
import { resolveNode } from './bootstrap/node.mjs';
import { run } from './bootstrap/run.mjs';
import { findTools } from './bootstrap/tools.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

try {
  const { dev, tools, programArguments } = readArguments(process.argv.slice(2), process.env);
  const startedMs = performance.now();
  const [found] = await Promise.all([findTools(root, tools), installPackages(root, { dev })]);
  const installSeconds = (performance.now() - startedMs) / 1000;
  const node = resolveNode(root);
  if (programArguments.length > 0)
    process.exitCode = await run(root, { node, ...found, installSeconds, programArguments });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
