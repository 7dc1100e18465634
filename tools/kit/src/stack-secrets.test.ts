import { writeFileSync } from 'node:fs';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { StartupError } from '@webhooks/runtime';
import { expect } from 'chai';

import { readStackSecret } from './stack-secrets.ts';

describe('readStackSecret', () => {
  let directory: TempDir;

  beforeEach(() => {
    directory = createTempDir();
  });

  afterEach(() => directory[Symbol.dispose]());

  it('prefers the environment to the file of the stack', () => {
    keep({ AUTH_HS256_SECRET: 'from the file' });
    const env = { DATA_DIR: directory.path };
    expect(readStackSecret(env, 'AUTH_HS256_SECRET')).to.equal('from the file');
    const both = { ...env, AUTH_HS256_SECRET: 'from the environment' };
    expect(readStackSecret(both, 'AUTH_HS256_SECRET')).to.equal('from the environment');
  });

  it('cuts one final newline off, and refuses other white space at the ends by name', () => {
    const name = 'AUTH_HS256_SECRET';
    keep({ [name]: 'from the file\n' });
    const env = { DATA_DIR: directory.path };
    expect(readStackSecret(env, name)).to.equal('from the file');
    expect(readStackSecret({ ...env, [name]: 'from the environment\r\n' }, name)).to.equal(
      'from the environment',
    );
    expect(() => readStackSecret({ ...env, [name]: ' hidden' }, name)).to.throw(
      StartupError,
      /^AUTH_HS256_SECRET must not begin or end with white space/,
    );
    keep({ [name]: 'hidden ' });
    expect(() => readStackSecret(env, name)).to.throw(
      StartupError,
      /^AUTH_HS256_SECRET in .*secrets\.json must not begin or end with white space/,
    );
  });

  it('says what to do when there is none', () => {
    expect(() => readStackSecret({ DATA_DIR: directory.path }, 'AUTH_HS256_SECRET')).to.throw(
      StartupError,
      /AUTH_HS256_SECRET is neither set nor in .*npm start/,
    );
    expect(() => readStackSecret({ DATA_DIR: directory.path }, 'SECRETS_KEY')).to.throw(
      StartupError,
      /SECRETS_KEY is neither set nor in .*: set the key that the database was written with$/,
    );
  });

  it('says when the file is damaged, and shows nothing of it', () => {
    writeFileSync(directory.file('secrets.json'), '{"AUTH_HS256_SECRET": "hidden');
    expect(() => readStackSecret({ DATA_DIR: directory.path }, 'AUTH_HS256_SECRET'))
      .to.throw(StartupError, /secrets\.json cannot be read/)
      .with.property('message')
      .that.does.not.include('hidden');
  });

  function keep(secrets: Record<string, string>): void {
    writeFileSync(directory.file('secrets.json'), JSON.stringify(secrets));
  }
});
