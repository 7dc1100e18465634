import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';

/** Read and write for the owner; nothing for anybody else. */
const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const UMASK = 0o077;

/** What the group and others may do, and whether names are for their owners alone, as in /tmp. */
const OPEN_TO_OTHERS = 0o077;
const SHARED = 0o1000;

/** Whatever the process makes from then on, in its threads and children too, is its owner's alone. */
export function keepToOwner(): void {
  process.umask(UMASK);
}

/** Makes an empty file that nobody else may read at any moment. Throws EEXIST where one is. */
export function createPrivateFile(file: string): void {
  closeSync(openSync(file, 'wx', PRIVATE_FILE));
  // Whatever a umask took away.
  chmodSync(file, PRIVATE_FILE);
}

/**
 * Closes a file to everybody but its owner. Answers what a person should know, in one line: that
 * others could read it, or still can; null where it was private, or is not there. The file is not
 * opened, which would cost a database its locks.
 */
export function closeFile(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || (found.mode & OPEN_TO_OTHERS) === 0) return null;
  return chmodTo(file, PRIVATE_FILE, found.mode);
}

/**
 * Makes a directory for its owner alone, with those above it, or closes one that is there. One that
 * is another user's, or that holds names that are not ours, is shared and stays as it is. Answers as
 * closeFile does.
 */
export function closeDirectory(
  directory: string,
  isOurs: (name: string) => boolean,
): string | null {
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  const { mode, uid } = statSync(directory);
  if ((mode & OPEN_TO_OTHERS) === 0) return null;
  const names = readdirSync(directory);
  if ((mode & SHARED) === 0 && uid === process.geteuid?.() && names.every(isOurs)) {
    const said = chmodTo(directory, PRIVATE_DIRECTORY, mode);
    // Nobody could read anything.
    return names.length === 0 && isPrivate(directory) ? null : said;
  }
  return `others may list ${directory} (mode ${octal(mode)}), and it is not ours alone: give the system a directory of its own with mode 700`;
}

function chmodTo(name: string, wanted: number, before: number): string {
  try {
    chmodSync(name, wanted);
    // A file system without modes takes the call and does nothing.
    if (isPrivate(name)) {
      return `others could read ${name}: its mode was ${octal(before)} and is ${octal(wanted)}`;
    }
  } catch {
    // Only the owner may; the line says what to do.
  }
  return `others may read ${name} (mode ${octal(before)}), and this user cannot change that: run chmod ${octal(wanted)} ${name} as its owner`;
}

function isPrivate(name: string): boolean {
  return (statSync(name).mode & OPEN_TO_OTHERS) === 0;
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
