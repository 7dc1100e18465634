import { createTempDir } from '@webhooks/testing';
import { expect } from 'chai';

import { createSqliteStores, openDatabase } from '../src/index.ts';
import { makeOldDatabase } from './old-database.ts';
import { secretsKey } from './test-stores.ts';

/** The last one without proofs. */
const BEFORE = 32;

describe('what a database says of proofs of URLs', () => {
  for (const [what, account, mode] of [
    ['was in use before', `INSERT INTO accounts VALUES (17, '0001', '123456', NULL)`, 'off'],
    ['was never used', '', 'moved'],
  ] as const) {
    it(`is ${mode} in one that ${what}`, async () => {
      using directory = createTempDir();
      const path = directory.file('db.sqlite');
      const old = makeOldDatabase(path, BEFORE);
      old.exec(account);
      old.close();
      await using stores = createSqliteStores(openDatabase({ path, secretsKey }));
      expect(await stores.catalog.verificationDefault()).to.equal(mode);
    });
  }
});
