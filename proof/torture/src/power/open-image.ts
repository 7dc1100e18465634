import { writeFileSync } from 'node:fs';

import { openDatabase } from '@webhooks/store-sqlite';
import { createTempDir } from '@webhooks/testing';

import type { DiskImage } from './disk-image.ts';
import { brokenPromises, type FoundResend, type Promises } from './promises.ts';

const FOUND = `
  SELECT id, status, delivered,
    (SELECT count(*) FROM deliveries WHERE resend_id = r.id AND state = 'DELIVERED')
      AS deliveredRows,
    (SELECT count(*) FROM resend_endpoints WHERE resend_id = r.id) AS endpoints,
    (SELECT count(*) FROM audit_records WHERE resend_id = r.id) AS acts,
    (SELECT count(*) FROM outbox WHERE resend_id = r.id) AS jobs
  FROM resends AS r`;

/** Opens an image as the apps would and judges what is in it. */
export function judgeImage(
  image: DiskImage,
  secretsKey: Uint8Array,
  promises: Promises,
  atTimeS: number,
): string[] {
  using directory = createTempDir();
  const file = directory.file('webhooks.db');
  writeFileSync(file, image.database);
  if (image.wal.length > 0) writeFileSync(`${file}-wal`, image.wal);
  try {
    using database = openDatabase({ path: file, secretsKey });
    const integrity = database.connection.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') return [`integrity_check: ${String(integrity)}`];
    const found = database.connection.prepare<[], FoundResend>(FOUND).all();
    return brokenPromises(promises, found, atTimeS);
  } catch (error) {
    return [`cannot be opened: ${(error as Error).message}`];
  }
}
