import path from 'node:path';

/** SQLite's limit of 512 less the "-journal" that it puts behind the name. */
const MAX_DATABASE_PATH_BYTES = 504;

/** Why no database can be in an absolute directory, to follow "DATA_DIR"; else null. */
export function dataDirProblem(directory: string): string | null {
  const bytes = Buffer.byteLength(path.join(directory, 'webhooks.db'));
  if (bytes <= MAX_DATABASE_PATH_BYTES) return null;
  return `is too long: with /webhooks.db it has ${bytes} bytes, and SQLite takes at most ${MAX_DATABASE_PATH_BYTES} bytes`;
}
