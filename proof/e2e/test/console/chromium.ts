import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The system's Chromium; null where there is none. */
export function chromiumFile(): string | null {
  const directories = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const files = directories.flatMap((directory) => names.map((name) => path.join(directory, name)));
  return files.find(isExecutable) ?? null;
}

/**
 * A browser without a window, and without its own sandbox, which root may not use and others only
 * where the system lets them: the pages are ours alone.
 */
export async function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    chromiumSandbox: false,
    // Mocha decides when a run ends.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
