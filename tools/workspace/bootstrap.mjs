// Runs a program of this repository on a fresh clone:
//   node bootstrap.mjs [--nats] [--strace] [--faketime] [--prometheus] [--chromium] PROGRAM [ARGUMENT…]
// Everything here is plain JavaScript for Node 20, since nothing is installed when it starts.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureChromium } from './bootstrap/chromium.mjs';
import { installDependencies } from './bootstrap/dependencies.mjs';
import { ensureFaketime } from './bootstrap/faketime.mjs';
import { findNatsServer } from './bootstrap/nats-server.mjs';
import { findPrometheus } from './bootstrap/prometheus.mjs';
import { run } from './bootstrap/run.mjs';
import { findStrace } from './bootstrap/strace.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const programArguments = process.argv.slice(2);
const needsNats = takeFlag('--nats') && !process.env.NATS_URL;
const needsStrace = takeFlag('--strace');
const needsFaketime = takeFlag('--faketime');
const needsPrometheus = takeFlag('--prometheus');
const needsChromium = takeFlag('--chromium');

try {
  await installDependencies(root);
  const directories = [
    needsNats ? await findNatsServer(root) : null,
    needsStrace ? await findStrace(root) : null,
    needsPrometheus ? await findPrometheus(root) : null,
  ];
  if (needsFaketime) await ensureFaketime(root);
  if (needsChromium) await ensureChromium(root);
  const known = directories.filter((directory) => directory !== null);
  process.exitCode = await run(root, known, programArguments);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Flags stand in front of the program, in this order. */
function takeFlag(flag) {
  const isThere = programArguments[0] === flag;
  if (isThere) programArguments.shift();
  return isThere;
}
