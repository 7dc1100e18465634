import { freePort } from '../src/free-port.ts';

/** Prints as many free ports as it is asked for. */
for (let asked = Number(process.argv[2]); asked > 0; asked -= 1) {
  process.stdout.write(`${await freePort()}\n`);
}
