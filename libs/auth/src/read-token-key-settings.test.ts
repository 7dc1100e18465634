import { expect } from 'chai';

import { readTokenKeySettings, type KeySettingsSource } from './read-token-key-settings.ts';

const secret = 'a'.repeat(32);
const other = 'b'.repeat(32);

function read(env: Record<string, string>) {
  const problems: string[] = [];
  const source: KeySettingsSource = {
    optionalText: (name) => env[name] ?? null,
    secretText: (name) => env[name] ?? null,
    secret: (name) => {
      if (env[name] === undefined) problems.push(`${name} is missing`);
      return Buffer.from(env[name] ?? '');
    },
    problem: (name, message) => problems.push(`${name} ${message}`),
  };
  return { settings: readTokenKeySettings(source), problems };
}

describe('readTokenKeySettings', () => {
  it('reads shared secrets', () => {
    const { settings, problems } = read({
      AUTH_HS256_SECRET: secret,
      AUTH_SERVICE_HS256_SECRET: other,
    });
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.equal({
      user: { hs256Secret: Buffer.from(secret) },
      service: { hs256Secret: Buffer.from(other) },
    });
  });

  it('reads a JWKS URL', () => {
    const env = { AUTH_JWKS_URL: 'https://issuer.example/keys', AUTH_ALGORITHM: 'ES256' };
    const { settings, problems } = read(env);
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.equal({
      user: { jwksUrl: new URL('https://issuer.example/keys'), algorithm: 'ES256' },
      service: null,
    });
  });

  it('reads which claim of a provider’s tokens names the user', () => {
    const { settings, problems } = read({
      AUTH_HS256_SECRET: secret,
      AUTH_ISSUER: 'https://login.example',
      AUTH_AUDIENCE: 'webhooks',
      AUTH_USER_CLAIM: 'sub',
    });
    expect(problems).to.deep.equal([]);
    expect(settings.user).to.include({ userClaim: 'sub' });
  });

  const bad: Record<string, [env: Record<string, string>, name: string]> = {
    'no key': [{}, 'AUTH_HS256_SECRET'],
    'a claim of tokens for anybody': [
      { AUTH_HS256_SECRET: secret, AUTH_ISSUER: 'https://login.example', AUTH_USER_CLAIM: 'sub' },
      'AUTH_USER_CLAIM',
    ],
    'both kinds of key': [
      { AUTH_JWKS_URL: 'https://a.example', AUTH_ALGORITHM: 'ES256', AUTH_HS256_SECRET: secret },
      'AUTH_JWKS_URL',
    ],
    'no algorithm': [{ AUTH_JWKS_URL: 'https://a.example' }, 'AUTH_ALGORITHM'],
    'a shared-secret algorithm': [
      { AUTH_JWKS_URL: 'https://a.example', AUTH_ALGORITHM: 'HS256' },
      'AUTH_ALGORITHM',
    ],
    'plain http': [{ AUTH_JWKS_URL: 'http://a.example', AUTH_ALGORITHM: 'ES256' }, 'AUTH_JWKS_URL'],
    'no URL': [{ AUTH_JWKS_URL: 'keys', AUTH_ALGORITHM: 'ES256' }, 'AUTH_JWKS_URL'],
    'one secret for both issuers': [
      { AUTH_HS256_SECRET: secret, AUTH_SERVICE_HS256_SECRET: secret },
      'AUTH_SERVICE_HS256_SECRET',
    ],
  };
  for (const [title, [env, name]] of Object.entries(bad)) {
    it(`reports ${title}`, () => {
      const { problems } = read(env);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(new RegExp(`^${name} `));
    });
  }
});
