/* Has the write lock of a database until it is killed, as a person's sqlite3: hold-lock.ts FILE */
import { DatabaseSync } from 'node:sqlite';

const [file = ''] = process.argv.slice(2);
const database = new DatabaseSync(file, { timeout: 10_000 });
database.exec('BEGIN IMMEDIATE');
process.stdout.write('locked\n');
setInterval(() => database.isOpen, 60_000);
