import { chmodSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { createTempDir, startNatsServer, type TempDir } from '@webhooks/testing';
import { createSettings, System } from '@webhooks/proof-kit';
import { expect } from 'chai';

describe('What is kept on disk is its owner’s alone', function () {
  this.timeout(90_000);
  let parent: TempDir;
  let dataDir: string;

  beforeEach(() => {
    parent = createTempDir();
    dataDir = parent.file('data');
  });

  afterEach(() => parent[Symbol.dispose]());

  for (const umask of ['000', '022']) {
    it(`with umask ${umask}, in a directory that is new and in one that was open`, async () => {
      await using nats = await startNatsServer();
      const settings = await createSettings(dataDir, nats.url);
      const wrapper = ['sh', '-c', `umask ${umask}; exec "$@"`, 'sh'];
      await using system = new System(parent, nats, settings);
      await system.start('resend-service', {}, wrapper);
      await system.importSample();
      expect(modes(dataDir)).to.deep.equal(privateModes);
      const url = `http://127.0.0.1:${settings['SERVICE_ADMIN_PORT']}/metrics`;
      const [, bytes] =
        /^webhooks_database_wal_bytes\S* (\d+)$/m.exec(await (await fetch(url)).text()) ?? [];
      expect(Number(bytes)).to.equal(statSync(path.join(dataDir, 'webhooks.db-wal')).size);
      await system.app('resend-service').kill();
      for (const name of readdirSync(dataDir)) chmodSync(path.join(dataDir, name), 0o644);
      chmodSync(dataDir, 0o755);
      const dispatcher = await system.start('dispatcher', {}, wrapper);
      expect(modes(dataDir)).to.deep.equal(privateModes);
      expect(dispatcher.lines.filter((line) => line.includes('others could read'))).to.have.length(
        4,
      );
    });
  }
});

const privateModes = {
  '.': '700',
  'webhooks.db': '600',
  'webhooks.db-shm': '600',
  'webhooks.db-wal': '600',
};

function modes(directory: string): Record<string, string> {
  const names = ['.', ...readdirSync(directory).sort()];
  return Object.fromEntries(
    names.map((name) => [name, (statSync(path.join(directory, name)).mode & 0o777).toString(8)]),
  );
}
