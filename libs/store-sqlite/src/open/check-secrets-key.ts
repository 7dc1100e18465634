import type BetterSqlite3 from 'better-sqlite3';

import { StoreOpenError } from '@webhooks/store-kit';
import type { CredentialSealer } from '@webhooks/store-kit';

import type { WriteTransaction } from '../sql/write-transaction.ts';

const owner = 'secrets_key';
const checkText = 'the right key opens this';

/** Refuses keys none of which is the one that the database is sealed with. */
export function checkSecretsKey(
  connection: BetterSqlite3.Database,
  sealer: CredentialSealer,
): void {
  const sealed = checkValue(connection);
  if (sealed === undefined) {
    throw new StoreOpenError(`${connection.name} does not know its secrets key`);
  }
  try {
    sealer.unseal(sealed, owner);
  } catch (cause) {
    throw new StoreOpenError(
      `${connection.name} was written with another secrets key; set SECRETS_KEY to that one`,
      { cause },
    );
  }
}

/** Makes the first key the one that opens the database. */
export function resealSecretsKeyCheck(
  connection: BetterSqlite3.Database,
  sealer: CredentialSealer,
  write: WriteTransaction,
): void {
  const sealed = checkValue(connection);
  if (sealed === undefined || sealer.isCurrent(sealed)) return;
  write(() => {
    connection
      .prepare('UPDATE secrets_key SET check_value = ? WHERE id = 1')
      .run(sealer.seal(checkText, owner));
  });
}

/** Says whether the database has a secrets key yet. */
export function hasSecretsKey(connection: BetterSqlite3.Database): boolean {
  return checkValue(connection) !== undefined;
}

/** Remembers the key while nothing is sealed with another one, to be checked at each opening. */
export function rememberSecretsKey(
  connection: BetterSqlite3.Database,
  sealer: CredentialSealer,
  write: WriteTransaction,
): void {
  write(() => {
    connection
      .prepare(
        `INSERT INTO secrets_key (id, check_value)
         SELECT 1, ? WHERE NOT EXISTS (SELECT 1 FROM endpoints) ON CONFLICT DO NOTHING`,
      )
      .run(sealer.seal(checkText, owner));
  });
}

function checkValue(connection: BetterSqlite3.Database): Buffer | undefined {
  return connection
    .prepare<[], Buffer>('SELECT check_value FROM secrets_key WHERE id = 1')
    .pluck()
    .get();
}
