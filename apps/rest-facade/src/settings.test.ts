import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readSettings } from './settings.ts';

const SECRET = 's'.repeat(32);

describe('readSettings', () => {
  it('needs nothing but the key for tokens', () => {
    const { trustedProxies, ...settings } = readSettings({ AUTH_HS256_SECRET: SECRET });
    expect(trustedProxies.rules).to.deep.equal([]);
    expect(settings).to.deep.equal({
      host: '127.0.0.1',
      restPort: 8080,
      adminPort: 8085,
      publicBaseUrl: null,
      consoleDir: null,
      session: null,
      signIn: null,
      rpcUrl: new URL('http://127.0.0.1:8081'),
      rpcTimeoutMs: 10_000,
      tokenKeys: { user: { hs256Secret: Buffer.from(SECRET) }, service: null },
      tracing: null,
      logLevel: 'info',
    });
  });

  it('takes the public URL without its trailing slash', () => {
    const read = (url: string) =>
      readSettings({ AUTH_HS256_SECRET: SECRET, PUBLIC_BASE_URL: url }).publicBaseUrl;
    expect(read('https://api.example.com')).to.equal('https://api.example.com');
    expect(read('https://api.example.com/')).to.equal('https://api.example.com');
    expect(read('https://api.example.com:8443/eu//')).to.equal('https://api.example.com:8443/eu');
  });

  it('names every bad setting at once', () => {
    const bad = {
      REST_PORT: '70000',
      FACADE_ADMIN_PORT: 'x',
      PUBLIC_BASE_URL: 'https://user@api.example.com/?q=1',
      RPC_URL: 'nowhere',
      RPC_TIMEOUT_MS: '0',
      LOG_LEVEL: 'loud',
    };
    expect(() => readSettings(bad))
      .to.throw(StartupError)
      .with.property('message')
      .that.matches(
        new RegExp([...Object.keys(bad), 'AUTH_HS256_SECRET'].map((n) => `(?=.*${n})`).join('')),
      );
  });
});
