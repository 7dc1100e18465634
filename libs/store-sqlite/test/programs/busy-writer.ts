/* Has the write lock nearly all the time until it is killed: busy-writer.ts FILE */
import { openStores } from '../test-stores.ts';

const [file = ''] = process.argv.slice(2);
await using stores = openStores(file);
const { database } = stores;

function pass(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

process.stdout.write('writing\n');
for (;;) {
  database.write(() => {
    database.connection.exec(`UPDATE sqlite_sequence SET seq = seq WHERE name = 'resends'`);
    pass(5);
  });
  pass(0.5);
}
