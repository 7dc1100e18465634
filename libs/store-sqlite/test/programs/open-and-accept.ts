/*
 * Opens a database and accepts resends one by one: open-and-accept.ts FILE COUNT
 * Prints a line after each step.
 */
import { accept, accountRecord, seed } from '@webhooks/store-conformance/fixtures';

import { openStores } from '../test-stores.ts';

const [file = '', count = '0'] = process.argv.slice(2);
await using stores = openStores(file);
process.stdout.write('opened\n');
await seed(stores, [accountRecord()]);
for (let made = 0; made < Number(count); made += 1) await accept(stores);
process.stdout.write('done\n');
