import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { expect } from 'chai';

const tools = path.resolve(import.meta.dirname, '../..');

describe('--help', function () {
  this.timeout(20_000);

  for (const [main, usage] of [
    ['token/src/main.ts', 'usage: npm run -s token '],
    ['import/src/main.ts', 'usage: npm run import '],
    ['backup/src/backup-main.ts', 'usage: npm run backup '],
    ['backup/src/restore-main.ts', 'usage: npm run restore '],
    ['backup/src/reseal-main.ts', 'usage: npm run reseal'],
    ['receiver/src/main.ts', 'usage: npm run receiver '],
    ['canary/src/main.ts', 'usage: npm run canary '],
    ['stack/src/main.ts', 'usage: npm start '],
  ] as const) {
    it(`tells what ${main} takes, and does nothing else`, () => {
      const { stdout, stderr, status } = run(main, '--help');
      expect(stdout.startsWith(usage), stdout).to.equal(true);
      expect(stdout.match(/\n/g)).to.have.length(1);
      expect({ stderr, status }).to.deep.equal({ stderr: '', status: 0 });
    });
  }

  for (const main of ['receiver/src/main.ts', 'canary/src/main.ts']) {
    it(`is what ${main} answers to arguments, which it takes none of`, () => {
      const { stdout, stderr, status } = run(main, '--port');
      expect(stderr).to.match(/^\w+: usage: npm run \w+ .*\n$/);
      expect({ stdout, status }).to.deep.equal({ stdout: '', status: 1 });
    });
  }
});

/** Without secrets and ports of its own, a program that starts all the same ends by an error. */
function run(main: string, argument: string) {
  return spawnSync(process.execPath, [path.join(tools, main), argument], {
    env: { DATA_DIR: '/nowhere', RECEIVER_PORT: 'none', REST_PORT: 'none' },
    encoding: 'utf8',
    timeout: 15_000,
  });
}
