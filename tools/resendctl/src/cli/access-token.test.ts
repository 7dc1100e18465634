import { chmodSync, writeFileSync } from 'node:fs';

import { createTempDir, type TempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { readAccessToken } from './access-token.ts';
import { CliError } from './cli-error.ts';

describe('the access token', () => {
  let directory: TempDir;
  let file: string;

  beforeEach(() => {
    directory = createTempDir();
    file = directory.file('token');
    writeFileSync(file, 'from.the.file\n', { mode: 0o600 });
  });

  afterEach(() => directory[Symbol.dispose]());

  it('comes from the environment, or from a file that is named', () => {
    const env = { RESEND_TOKEN: 'from.the.environment\n', INIT_CWD: directory.path };
    expect(readAccessToken(undefined, env)).to.equal('from.the.environment');
    expect(readAccessToken(file, env)).to.equal('from.the.file');
    expect(readAccessToken('token', env)).to.equal('from.the.file');
  });

  for (const mode of [0o644, 0o640, 0o604, 0o620]) {
    it(`is not read from a file that others may use (${mode.toString(8)})`, () => {
      chmodSync(file, mode);
      expect(() => readAccessToken(file, {}))
        .to.throw(CliError, 'others may read')
        .include({ reason: 'unauthorised', hint: `Run: chmod 600 ${file}` });
    });
  }

  for (const token of [' from.nowhere', 'from.nowhere ', 'from.nowhere\n\n', '\tfrom.nowhere']) {
    it(`is refused by name with white space at its ends: ${JSON.stringify(token)}`, () => {
      writeFileSync(file, token);
      for (const [name, source] of [
        [undefined, 'RESEND_TOKEN'],
        [file, file],
      ] as const) {
        expect(() => readAccessToken(name, { RESEND_TOKEN: token })).to.throw(
          CliError,
          `${source} must not begin or end with white space`,
        );
      }
    });
  }

  it('loses the newline of Windows, too', () => {
    writeFileSync(file, 'from.the.file\r\n');
    expect(readAccessToken(file, {})).to.equal('from.the.file');
  });

  it('is missed in words, and never shown', () => {
    writeFileSync(file, 'two words');
    for (const [name, message] of [
      [undefined, 'no access token'],
      [directory.file('nothing'), 'does not exist'],
      [directory.path, 'is no file'],
      [file, 'is no access token'],
    ] as const) {
      expect(() => readAccessToken(name, {}), name)
        .to.throw(CliError, message)
        .with.property('message')
        .that.does.not.include('two words');
    }
  });
});
