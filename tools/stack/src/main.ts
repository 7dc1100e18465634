import { runApp } from '@webhooks/runtime';
import { isHelpShown } from '@webhooks/tool-kit';

import { interruption } from './interruption.ts';
import { readOptions, USAGE } from './programs/options.ts';
import { startStack } from './start-stack.ts';

if (!isHelpShown(USAGE)) {
  await runApp('stack', () => {
    const options = readOptions(process.argv.slice(2), process.env);
    const output = { print: console.log, log: console.error };
    return startStack(options, process.env, output, interruption());
  });
}
