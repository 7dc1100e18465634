import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import BetterSqlite3 from 'better-sqlite3';
import { expect } from 'chai';

import { createTempDir, type TempDir } from '@webhooks/testing';
import {
  type AppName,
  createSettings,
  type Settings,
  startApp,
  startSystem,
} from '@webhooks/proof-kit';

const everyApp = ['resend-service', 'dispatcher', 'rest-facade'] as const;
const appsWithDatabase = ['resend-service', 'dispatcher'] as const;
/** Nobody listens there; no app waits for the broker at its start. */
const NATS_URL = 'nats://127.0.0.1:9';

describe('An app that cannot start says why in one line', function () {
  this.timeout(30_000);
  let dataDir: TempDir;
  let settings: Settings;

  beforeEach(async () => {
    dataDir = createTempDir();
    settings = await createSettings(dataDir.path, NATS_URL);
  });

  afterEach(() => dataDir[Symbol.dispose]());

  /** The line that the app leaves when it ends at its start. */
  const reasonOf = async (name: AppName, change: Settings): Promise<string> => {
    await using app = startApp(name, { ...settings, ...change });
    const { code } = await app.exited;
    expect(code).to.equal(1);
    expect(app.errorLines, app.errorLines.join('\n')).to.have.length(1);
    expect(app.lines).to.deep.equal(app.errorLines);
    expect(app.errorLines[0]?.slice(0, name.length + 2)).to.equal(`${name}: `);
    return app.errorLines[0]?.slice(name.length + 2) ?? '';
  };

  describe('when secrets are missing', () => {
    const missing: Record<AppName, string[]> = {
      'resend-service': ['SECRETS_KEY', 'AUTH_HS256_SECRET'],
      dispatcher: ['SECRETS_KEY'],
      'rest-facade': ['AUTH_HS256_SECRET'],
    };
    for (const name of everyApp) {
      it(name, async () => {
        const none = Object.fromEntries(missing[name].map((secret) => [secret, '']));
        const reason = await reasonOf(name, none);
        for (const secret of missing[name]) expect(reason).to.include(`${secret} is missing`);
      });
    }
  });

  describe('when settings are bad, naming all of them and no secret', () => {
    const bad: Record<AppName, Settings> = {
      'resend-service': {
        RPC_PORT: '70000',
        SECRETS_KEY: 'too-short-a-key',
        AUTH_HS256_SECRET: 'too-short-a-secret',
        ALLOW_HTTP_ENDPOINTS: 'yes',
        NATS_URL: 'http://127.0.0.1',
      },
      dispatcher: {
        DISPATCHER_PORT: 'x',
        SECRETS_KEY: 'too-short-a-key',
        RETRY_SCHEDULE: '0,-5',
        ATTEMPT_TIMEOUT_MS: '1e3',
        ALLOWED_PRIVATE_RANGES: '127.0.0.0',
        ENDPOINT_MAX_IN_FLIGHT: '0',
        NATS_URL: 'http://127.0.0.1',
      },
      'rest-facade': {
        REST_PORT: '-1',
        AUTH_HS256_SECRET: 'too-short-a-secret',
        RPC_URL: 'nowhere',
        LOG_LEVEL: 'loud',
      },
    };
    for (const name of everyApp) {
      it(name, async () => {
        const reason = await reasonOf(name, bad[name]);
        for (const setting of Object.keys(bad[name])) expect(reason).to.include(`${setting} `);
        expect(reason).to.not.include('too-short-a');
      });
    }
  });

  describe('when a port is in use', () => {
    const ports: [AppName, string][] = [
      ['resend-service', 'RPC_PORT'],
      ['resend-service', 'SERVICE_ADMIN_PORT'],
      ['dispatcher', 'DISPATCHER_PORT'],
      ['rest-facade', 'REST_PORT'],
      ['rest-facade', 'FACADE_ADMIN_PORT'],
    ];
    for (const [name, setting] of ports) {
      it(`${name}, ${setting}`, async () => {
        await using squatter = createServer().listen(0, '127.0.0.1');
        await once(squatter, 'listening');
        const { port } = squatter.address() as AddressInfo;
        const reason = await reasonOf(name, { [setting]: `${port}` });
        expect(reason).to.equal(`port ${port} is already in use (${setting})`);
      });
    }
  });

  describe('when its database', () => {
    let original: TempDir;

    before(async () => {
      original = createTempDir();
      await using system = await startSystem();
      await system.importSample();
      await Promise.all(everyApp.map((name) => system.app(name).stop()));
      copyFileSync(system.databaseFile, original.file('webhooks.db'));
    });

    after(() => original[Symbol.dispose]());

    const damages: Record<string, [damage: (file: string) => void, reason: RegExp]> = {
      'has garbage for a header': [(file) => overwrite(file, 0, 100), /is not a database/],
      'has garbage in the header behind its mark': [
        (file) => overwrite(file, 16, 84),
        /webhooks\.db/,
      ],
      'has garbage in the middle': [
        (file) => overwrite(file, readFileSync(file).length / 3, 40_000),
        /is damaged/,
      ],
      'is cut off': [
        (file) => writeFileSync(file, readFileSync(file).subarray(0, 20_000)),
        /is damaged/,
      ],
      'is empty': [(file) => writeFileSync(file, ''), /is damaged: it is empty/],
      'is of another kind': [(file) => writeFileSync(file, 'name,value\n'), /is not a database/],
      'is of another program': [
        (file) => alter(file, 'PRAGMA application_id = 1'),
        /is a database of another program/,
      ],
      'was written by a newer version': [
        (file) => alter(file, 'PRAGMA user_version = 999'),
        /was written by a newer program: its schema version is 999, the newest known one is \d+$/,
      ],
    };
    /** Both apps refuse the file that something was done to, and nothing of it changes. */
    const expectRefusal = async (
      damage: (file: string) => void,
      expected: RegExp,
      change: Settings = {},
    ): Promise<void> => {
      const file = dataDir.file('webhooks.db');
      copyFileSync(original.file('webhooks.db'), file);
      damage(file);
      const before = readFileSync(file);
      const reasons = await Promise.all(appsWithDatabase.map((name) => reasonOf(name, change)));
      for (const reason of reasons) expect(reason).to.match(expected).and.include(file);
      expect(readFileSync(file).equals(before)).to.equal(true);
      expect(readdirSync(dataDir.path)).to.deep.equal(['webhooks.db']);
    };

    for (const [what, [damage, expected]] of Object.entries(damages)) {
      it(`${what}, and leaves it as it is`, () => expectRefusal(damage, expected));
    }

    it('was written with another secrets key, and leaves it as it is', async () => {
      const otherKey = Buffer.alloc(32, 9).toString('base64');
      const expected = /was written with another secrets key; set SECRETS_KEY to that one$/;
      await expectRefusal(() => {}, expected, { SECRETS_KEY: otherKey });
    });
  });
});

function overwrite(file: string, position: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, Math.floor(position), Math.floor(position) + length);
  writeFileSync(file, bytes);
}

function alter(file: string, sql: string): void {
  const connection = new BetterSqlite3(file);
  connection.exec(sql);
  connection.close();
}
