import { writeFileSync } from 'node:fs';

import { SettingsReader, StartupError } from '@webhooks/runtime';
import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { readEgressCredentials } from './egress-credentials.ts';
import { readEgressSettings } from './read-egress-settings.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

function read(env: Record<string, string>) {
  const reader = new SettingsReader(env);
  const settings = readEgressSettings(reader);
  reader.finish();
  return settings;
}

describe('the settings of the way out', () => {
  it('name no proxy unless one is set, whatever HTTP_PROXY says', () => {
    const none = { defaultProxy: null, named: new Map(), credentialsFile: null };
    expect(read({ HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://p:1' })).to.deep.equal(none);
  });

  for (const [url, expected] of [
    ['http://proxy.example:3128', { host: 'proxy.example', port: 3128, authorization: null }],
    ['http://proxy.example', { host: 'proxy.example', port: 80, authorization: null }],
    ['http://[fd00::1]:8080/', { host: 'fd00::1', port: 8080, authorization: null }],
    [
      'http://bank:s%3A%40cret@10.0.0.1:3128',
      { host: '10.0.0.1', port: 3128, authorization: basic('bank:s:@cret') },
    ],
  ] as const) {
    it(`take ${url}`, () => {
      const { defaultProxy } = read({ EGRESS_PROXY: url });
      expect(defaultProxy).to.deep.equal({ ...expected, isByName: false });
    });
  }

  it('leave the guard to the proxy only when they say so', () => {
    const env = { EGRESS_PROXY: 'http://proxy.example:3128', EGRESS_PROXY_BY_NAME: 'true' };
    expect(read(env).defaultProxy?.isByName).to.equal(true);
  });

  it('name further proxies for endpoints', () => {
    const env = { EGRESS_PROXIES: 'bank=http://a:b@proxy.example:3128, lab.2=http://10.0.0.1:81' };
    expect([...read(env).named]).to.deep.equal([
      [
        'bank',
        {
          ...{ host: 'proxy.example', port: 3128, isByName: false },
          authorization: basic('a:b'),
        },
      ],
      ['lab.2', { host: '10.0.0.1', port: 81, isByName: false, authorization: null }],
    ]);
  });

  for (const list of [
    'http://bank:s3cret@proxy.example:3128',
    'bank=https://bank:s3cret@proxy.example:3128',
    'direct=http://bank:s3cret@proxy.example:3128',
    'b nk=http://bank:s3cret@proxy.example:3128',
    'a=http://proxy.example:1,a=http://bank:s3cret@proxy.example:2',
  ]) {
    it(`refuse ${list} without a word of its credentials`, () => {
      expect(() => read({ EGRESS_PROXIES: list }))
        .to.throw(StartupError, /^EGRESS_PROXIES must /)
        .with.property('message')
        .that.does.not.match(/s3cret|bank/);
    });
  }

  for (const url of [
    'https://proxy.example:3128',
    'socks5://proxy.example:1080',
    'proxy.example:3128',
    'http://proxy.example:3128/path',
    'http://proxy.example:3128/?query',
    'http://:s3cret@proxy.example:3128',
    'http://ba%3Ank:s3cret@proxy.example:3128',
    'http://bank:s3cret%0D%0AX: y@proxy.example:3128',
    'http://bank:s3cret%ff@proxy.example:3128',
  ]) {
    it(`refuse ${url} without a word of its credentials`, () => {
      expect(() => read({ EGRESS_PROXY: url }))
        .to.throw(StartupError, /^EGRESS_PROXY must /)
        .with.property('message')
        .that.does.not.match(/s3cret|bank/);
    });
  }
});

describe('the file of credentials', () => {
  function credentialsIn(text: string) {
    using directory = createTempDir();
    const file = directory.file('credentials');
    writeFileSync(file, text);
    return readEgressCredentials(file);
  }

  it('has one proxy a line', () => {
    const credentials = credentialsIn('Proxy.example:3128 bank:s3:cret\r\n\n[fd00::1]:80 a:\n');
    expect([...credentials]).to.deep.equal([
      ['proxy.example:3128', basic('bank:s3:cret')],
      ['[fd00::1]:80', basic('a:')],
    ]);
    expect(readEgressCredentials(null).size).to.equal(0);
  });

  for (const line of ['proxy.example bank:s3cret', 'proxy.example:3128 s3cret', 's3cret']) {
    it(`is refused with the number of a line like "${line}" and nothing of it`, () => {
      const text = `proxy.example:3128 a:b\n${line}\n`;
      expect(() => credentialsIn(text)).to.throw(
        StartupError,
        /^EGRESS_PROXY_CREDENTIALS_FILE: line 2 must be host:port, a space, and user:password$/,
      );
    });
  }

  it('has to be there, and of bounded length', () => {
    expect(() => readEgressCredentials('/nowhere/at/all')).to.throw(StartupError, /\(ENOENT\)$/);
    expect(() => credentialsIn('x'.repeat(65 * 1024))).to.throw(StartupError, /longer than 64 KiB/);
  });
});
