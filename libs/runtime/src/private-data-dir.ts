import { readdirSync } from 'node:fs';
import path from 'node:path';

import { closeDirectory, closeFile } from './private-files.ts';

/** What the apps, the stack and the tools keep in DATA_DIR, with what SQLite lays beside it. */
const OUR_NAMES =
  /^(?:\d+\.new|webhooks\.db|stack\.lock|secrets\.json|stack\.pids|nats$|lost\+found$)/;
/** Of those, what holds payloads, credentials and keys. */
const PRIVATE_FILES = /^(?:\d+\.new|webhooks\.db|stack\.lock|secrets\.json)/;
const BACKUP = /\.db(?:-wal|-shm|-journal)?$/;
const BROKER_STORE = 'nats';

/**
 * Closes DATA_DIR, and what is in it, to everybody but its owner; makes it where there is none.
 * Answers a line for each thing that others could read, or still can. Where the directory cannot be
 * used at all, whoever opens the database says so.
 */
export function closeDataDir(directory: string): string[] {
  try {
    const isOurs = (name: string): boolean => OUR_NAMES.test(name) || BACKUP.test(name);
    const ofDirectory = closeDirectory(directory, isOurs);
    const ofEntries = readdirSync(directory, { withFileTypes: true }).map((entry) => {
      const name = path.join(directory, entry.name);
      if (entry.name === BROKER_STORE && entry.isDirectory())
        return closeDirectory(name, () => true);
      return PRIVATE_FILES.test(entry.name) ? closeFile(name) : null;
    });
    return [ofDirectory, ...ofEntries].filter((line) => line !== null);
  } catch {
    return [];
  }
}
