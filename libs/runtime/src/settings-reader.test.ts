import { expect } from 'chai';

import { SettingsReader } from './settings-reader.ts';
import { StartupError } from './startup-error.ts';

/** The message of the refusal; null when everything is right. */
function refusal(
  env: Record<string, string>,
  read: (settings: SettingsReader) => unknown,
): string | null {
  const settings = new SettingsReader(env);
  read(settings);
  try {
    settings.finish();
    return null;
  } catch (error) {
    expect(error).to.be.instanceOf(StartupError);
    return (error as StartupError).message;
  }
}

describe('SettingsReader', () => {
  it('gives defaults for what is absent or empty', () => {
    const settings = new SettingsReader({ EMPTY: '' });
    expect(settings.port('PORT', 8080)).to.equal(8080);
    expect(settings.integer('EMPTY', { default: 5, min: 1, max: 9 })).to.equal(5);
    expect(settings.text('TEXT', { default: 'x' })).to.equal('x');
    expect(settings.optionalText('EMPTY')).to.equal(null);
    expect(settings.flag('FLAG', true)).to.equal(true);
    expect(settings.oneOf('LEVEL', ['a', 'b'], 'b')).to.equal('b');
    expect(settings.url('URL', { default: 'http://h:1/' }).href).to.equal('http://h:1/');
    expect(settings.list('LIST', ['a', 'b'])).to.deep.equal(['a', 'b']);
    expect(settings.has('EMPTY')).to.equal(false);
    settings.finish();
  });

  it('takes empty blocks of addresses for none', () => {
    const settings = new SettingsReader({ EMPTY: '' });
    expect(settings.addressBlocks('EMPTY', ['127.0.0.0/8']).check('127.0.0.1')).to.equal(false);
    expect(settings.addressBlocks('ABSENT', ['127.0.0.0/8']).check('127.0.0.1')).to.equal(true);
    settings.finish();
  });

  it('reads the host that servers bind', () => {
    for (const [set, host] of [
      ['', '127.0.0.1'],
      ['::1', '::1'],
      ['[::1]', '::1'],
      ['db.example', 'db.example'],
    ] as const) {
      expect(new SettingsReader({ HOST: set }).host()).to.equal(host);
    }
    for (const bad of ['fe80::1%eth0', 'http://x', 'a b', '1:2', 'x/y', 'user@x']) {
      expect(refusal({ HOST: bad }, (read) => read.host())).to.match(/^HOST must be an address/);
    }
  });

  it('bears a DATA_DIR as long as SQLite does', () => {
    const directory = (bytes: number): string => `/${'ä'.repeat(20)}`.padEnd(bytes - 20, '/d');
    expect(new SettingsReader({}).dataDir()).to.match(/^\/.*\/data$/);
    expect(refusal({ DATA_DIR: directory(492) }, (read) => read.dataDir())).to.equal(null);
    expect(refusal({ DATA_DIR: directory(493) }, (read) => read.dataDir())).to.equal(
      'DATA_DIR is too long: with /webhooks.db it has 505 bytes, and SQLite takes at most 504 bytes',
    );
  });

  it('reads what is set', () => {
    const key = Buffer.alloc(32, 7);
    const settings = new SettingsReader({
      PORT: '0',
      NUMBER: '-3',
      FLAG: '0',
      LEVEL: 'a',
      URL: 'nats://user:pass@broker:4222',
      LIST: ' a, b ,c',
      SECRET: 'é'.repeat(16),
      KEY: key.toString('base64'),
      KEYS: `${key.toString('base64')},${Buffer.alloc(32, 8).toString('base64').slice(0, -1)}`,
    });
    expect(settings.port('PORT', 8080)).to.equal(0);
    expect(settings.integer('NUMBER', { default: 5, min: -5, max: 9 })).to.equal(-3);
    expect(settings.flag('FLAG', true)).to.equal(false);
    expect(settings.oneOf('LEVEL', ['a', 'b'], 'b')).to.equal('a');
    expect(settings.url('URL', { schemes: ['nats', 'tls'] }).host).to.equal('broker:4222');
    expect(settings.list('LIST', [])).to.deep.equal(['a', 'b', 'c']);
    expect(settings.secret('SECRET', { minBytes: 32 })).to.have.length(32);
    expect(settings.base64('KEY', { bytes: 32 })).to.deep.equal(key);
    const keys = settings.base64List('KEYS', { bytes: 32, max: 2 });
    expect(keys).to.deep.equal([key, Buffer.alloc(32, 8)]);
    expect(settings.has('KEY')).to.equal(true);
    settings.finish();
  });

  it('refuses a list of keys with one that is none, without a word of them', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const list = (KEYS: string) =>
      refusal({ KEYS }, (read) => read.base64List('KEYS', { bytes: 32, max: 2 }));
    for (const text of [
      `${key},`,
      `,${key}`,
      `${key}, ${key}`,
      `${key},short`,
      `${key},${key},${key}`,
    ]) {
      expect(list(text), text).to.match(/^KEYS must be 32 bytes in base64, or up to 2 such/);
    }
    expect(list('')).to.match(/^KEYS is missing: it must be 32 bytes/);
  });

  it('names every problem at once, in one line', () => {
    const message = refusal({ REST_PORT: '99999', ALLOW: 'yes' }, (settings) => {
      settings.port('REST_PORT', 8080);
      settings.flag('ALLOW', false);
      settings.secret('AUTH_SECRET', { minBytes: 32 });
      settings.problem('RETRY_SCHEDULE', 'must ascend');
    });
    expect(message).to.equal(
      'REST_PORT must be a whole number from 0 to 65535, not "99999"; ' +
        'ALLOW must be true, false, 1 or 0, not "yes"; ' +
        'AUTH_SECRET is missing: it must be at least 32 bytes long; ' +
        'RETRY_SCHEDULE must ascend',
    );
  });

  it('reads days, and none as for ever', () => {
    const settings = new SettingsReader({ DAYS: '30', NONE: '0' });
    expect(settings.days('DAYS', 1)).to.equal(30 * 24 * 3_600_000);
    expect(settings.days('NONE', 1)).to.equal(null);
    expect(settings.days('ABSENT', 2)).to.equal(2 * 24 * 3_600_000);
    expect(refusal({ DAYS: '-1' }, (read) => read.days('DAYS', 1))).to.include('DAYS must be');
  });

  it('reads blocks of addresses of both families', () => {
    const settings = new SettingsReader({ BLOCKS: '10.0.0.0/8, 2001:db8::/32' });
    const blocks = settings.addressBlocks('BLOCKS', []);
    settings.finish();
    expect(blocks.check('10.255.0.1')).to.equal(true);
    expect(blocks.check('11.0.0.1')).to.equal(false);
    expect(blocks.check('2001:db8::7', 'ipv6')).to.equal(true);
    expect(new SettingsReader({}).addressBlocks('BLOCKS', ['::1/128']).rules).to.have.length(1);
  });

  for (const text of [
    '10.0.0.0',
    '10.0.0.0/33',
    '::/129',
    '10.0.0/8',
    'localhost/8',
    '10.0.0.0/',
  ]) {
    it(`refuses ${JSON.stringify(text)} as a block of addresses`, () => {
      expect(refusal({ B: text }, (read) => read.addressBlocks('B', []))).to.equal(
        `B must hold blocks like 10.0.0.0/8, not ${JSON.stringify(text)}`,
      );
    });
  }

  for (const text of ['8080x', '0x10', '1e3', '1.5', ' 1', '１', '99999999999999999999', 'NaN']) {
    it(`refuses ${JSON.stringify(text)} as a number`, () => {
      const message = refusal({ N: text }, (settings) =>
        settings.integer('N', { default: 1, min: 0, max: 100_000 }),
      );
      expect(message).to.equal(
        `N must be a whole number from 0 to 100000, not ${JSON.stringify(text)}`,
      );
    });
  }

  for (const text of ['TRUE', 'yes', 'on', '2', 'false ', 'null']) {
    it(`refuses ${JSON.stringify(text)} as a flag`, () => {
      expect(refusal({ F: text }, (settings) => settings.flag('F', true))).to.include('F must be');
    });
  }

  for (const text of ['localhost:8080', '/path', 'ftp://host/', 'http://', 'nats://host']) {
    it(`refuses ${JSON.stringify(text)} as a web address`, () => {
      expect(refusal({ U: text }, (settings) => settings.url('U'))).to.equal(
        'U must be a URL that starts with http:// or https://',
      );
    });
  }

  it('refuses an unknown choice, an empty item and a missing text', () => {
    const message = refusal({ LEVEL: 'loud', LIST: 'a,,b' }, (settings) => {
      settings.oneOf('LEVEL', ['info', 'warn'], 'info');
      settings.list('LIST', []);
      settings.text('NAME');
      settings.url('BASE');
    });
    expect(message).to.equal(
      'LEVEL must be one of info, warn, not "loud"; ' +
        'LIST must not have an empty item between its commas; NAME is missing; ' +
        'BASE is missing: it must be a URL that starts with http:// or https://',
    );
  });

  for (const [what, key] of [
    ['too short', Buffer.alloc(31).toString('base64')],
    ['too long', Buffer.alloc(33).toString('base64')],
    ['not base64', '*'.repeat(44)],
    ['of the other alphabet', Buffer.alloc(32, 255).toString('base64url')],
  ] as const) {
    it(`refuses a key that is ${what}`, () => {
      expect(refusal({ KEY: key }, (settings) => settings.base64('KEY', { bytes: 32 }))).to.equal(
        'KEY must be 32 bytes in base64',
      );
    });
  }

  it('cuts one final newline off secrets', () => {
    const key = Buffer.alloc(32, 7);
    for (const newline of ['\n', '\r\n']) {
      const settings = new SettingsReader({
        SECRET: `${'s'.repeat(32)}${newline}`,
        KEY: `${key.toString('base64')}${newline}`,
        NOTHING: newline,
      });
      expect(Buffer.from(settings.secret('SECRET', { minBytes: 32 })).toString()).to.equal(
        's'.repeat(32),
      );
      expect(settings.base64('KEY', { bytes: 32 })).to.deep.equal(key);
      expect(settings.secretText('NOTHING')).to.equal(null);
      settings.finish();
    }
  });

  for (const edge of [' ', '\t', '\n\n', ' \n', '\r', '\u00a0', '\ufeff']) {
    it(`refuses secrets that begin or end with ${JSON.stringify(edge)}, by name`, () => {
      const secret = 's'.repeat(32);
      const key = Buffer.alloc(32, 7).toString('base64');
      const rule = 'must not begin or end with white space, except for one final newline';
      const env = { SECRET: `${secret}${edge}`, KEY: `${edge}${key}`, TEXT: `${edge}${secret}` };
      const message = refusal(env, (settings) => {
        settings.secret('SECRET', { minBytes: 32 });
        settings.base64('KEY', { bytes: 32 });
        settings.secretText('TEXT');
      });
      expect(message).to.equal(`SECRET ${rule}; KEY ${rule}; TEXT ${rule}`);
    });
  }

  it('shows no secret and no URL, and cuts a long value', () => {
    const env = {
      SECRET: 'hunter2',
      KEY: 'hunter2',
      URL: 'ftp://user:hunter2@host/',
      NUMBER: `1\n${'9'.repeat(500)}`,
    };
    const message = refusal(env, (settings) => {
      settings.secret('SECRET', { minBytes: 32 });
      settings.base64('KEY', { bytes: 32 });
      settings.url('URL');
      settings.integer('NUMBER', { default: 1, min: 1, max: 2 });
    });
    expect(message).not.to.include('hunter2');
    expect(message).not.to.include('\n');
    expect(message).to.have.length.below(400);
  });
});
