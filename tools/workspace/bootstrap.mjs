// Runs a program of this repository on a fresh clone: node bootstrap.mjs [--nats] PROGRAM [ARGUMENT…]
// Everything here is plain JavaScript for Node 20, since nothing is installed when it starts.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { installDependencies } from './bootstrap/dependencies.mjs';
import { findNatsServer } from './bootstrap/nats-server.mjs';
import { run } from './bootstrap/run.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const [first, ...rest] = process.argv.slice(2);
const needsNats = first === '--nats';
const [program, ...programArguments] = needsNats ? rest : [first, ...rest];

try {
  await installDependencies(root);
  const directories = needsNats && !process.env.NATS_URL ? [await findNatsServer(root)] : [];
  process.exitCode = await run(root, directories, [program, ...programArguments]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
