import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { StartupError } from '@webhooks/runtime';

import { encodeContent, type EncodedContent } from '../http/encoded-content.ts';

/** A file of the console, in memory, compressed forms included. */
export interface ConsoleFile {
  readonly content: EncodedContent;
  readonly contentType: string;
  /** Its name changes with its content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
}

/** The files by their path below /console/; "" is the page itself. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

/** More than this is not the console, but a wrong directory. */
const MAX_FILES = 200;
const MAX_BYTES = 16 * 1024 * 1024;

const INDEX = 'index.html';
const HASHED_DIRECTORY = 'assets/';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

/**
 * Reads a built console. What is served is exactly what is listed here: no request ever becomes the
 * path of a file.
 *
 * @throws StartupError when the directory holds no console.
 */
export function readConsoleFiles(directory: string): ConsoleFiles {
  const files = new Map<string, ConsoleFile>();
  let bytes = 0;
  for (const name of namesIn(directory)) {
    const contentType = contentTypes[path.extname(name)];
    if (contentType === undefined) continue;
    const content = readFileSync(path.join(directory, name));
    bytes += content.length;
    if (files.size >= MAX_FILES || bytes > MAX_BYTES) throw noConsole(directory, 'holds too much');
    files.set(name === INDEX ? '' : name, {
      content: encodeContent(content),
      contentType,
      isImmutable: name.startsWith(HASHED_DIRECTORY),
    });
  }
  if (!files.has('')) throw noConsole(directory, `has no ${INDEX}; npm run build makes it`);
  return files;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
      .map((name) => name.split(path.sep).join('/'));
  } catch {
    throw noConsole(directory, 'cannot be read; npm run build makes it');
  }
}

function noConsole(directory: string, problem: string): StartupError {
  return new StartupError(`CONSOLE_DIR: ${directory} ${problem}`);
}
