import { readFileSync, statSync, writeFileSync } from 'node:fs';

import { StartupError } from '@webhooks/runtime';
import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { ensureSecrets } from './secrets.ts';

describe('ensureSecrets', () => {
  let directory: TempDir;
  let file: string;

  beforeEach(() => {
    directory = createTempDir();
    file = directory.file('data/secrets.json');
  });

  afterEach(() => directory[Symbol.dispose]());

  it('makes each secret once and keeps it for its owner alone', () => {
    const first = ensureSecrets(file, ['AUTH_HS256_SECRET', 'SECRETS_KEY'], {});
    expect(first.AUTH_HS256_SECRET).to.have.length.greaterThan(32);
    expect(Buffer.from(first.SECRETS_KEY ?? '', 'base64')).to.have.length(32);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(ensureSecrets(file, ['AUTH_HS256_SECRET', 'SECRETS_KEY'], {})).to.deep.equal(first);
  });

  it('adds what is missing and leaves the rest', () => {
    const first = ensureSecrets(file, ['SECRETS_KEY'], {});
    const second = ensureSecrets(file, ['SECRETS_KEY', 'SAMPLE_SIGNING_SECRET'], {});
    expect(second.SECRETS_KEY).to.equal(first.SECRETS_KEY);
    expect(second.SAMPLE_SIGNING_SECRET).to.match(/^whsec_/);
  });

  it('takes a secret from the environment and does not keep it', () => {
    const env = { SECRETS_KEY: 'mine' };
    expect(ensureSecrets(file, ['SECRETS_KEY', 'AUTH_HS256_SECRET'], env)).to.include(env);
    expect(readFileSync(file, 'utf8')).to.not.include('SECRETS_KEY');
  });

  it('makes no key beside a database that was written with another one', () => {
    const database = directory.file('data/webhooks.db');
    ensureSecrets(file, ['AUTH_HS256_SECRET'], {});
    writeFileSync(database, '');
    expect(() => ensureSecrets(file, ['SECRETS_KEY'], {})).to.throw(
      StartupError,
      `${database} is there, but SECRETS_KEY is neither set nor in ${file}: set the key that the database was written with`,
    );
    expect(readFileSync(file, 'utf8')).to.not.include('SECRETS_KEY');
    const env = { SECRETS_KEY: 'mine' };
    expect(ensureSecrets(file, ['SECRETS_KEY', 'FACADE_SECRET'], env)).to.include(env);
  });

  it('refuses a damaged file and leaves it as it is', () => {
    ensureSecrets(file, ['SECRETS_KEY'], {});
    writeFileSync(file, '{"SECRETS_KEY":');
    expect(() => ensureSecrets(file, ['SECRETS_KEY'], {})).to.throw(StartupError, /cannot be read/);
    expect(readFileSync(file, 'utf8')).to.equal('{"SECRETS_KEY":');
  });
});
