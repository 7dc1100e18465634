import { fileURLToPath } from 'node:url';

import { startProcess } from '../src/index.ts';

// Starts a program that runs until it is killed, and tells its process ID.
const file = fileURLToPath(new URL('echo-env.ts', import.meta.url));
const child = startProcess({ file, args: ['deaf'] });
await child.line('env');
process.stdout.write(`child ${child.pid}\n`);
