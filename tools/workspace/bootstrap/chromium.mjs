import path from 'node:path';

import { hasAptGet, isExecutable, pathDirectories } from './debian-packages.mjs';
import { runQuietly } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const howToInstall = `Chromium is not on the PATH, so the tests of the console are skipped. To have them run
  Debian   apt-get install chromium`;

/**
 * Installs Chromium where the system has none and we may: the tests of the console drive it. It has
 * too many parts to be unpacked into a directory of our own. Without it those tests are skipped and
 * reported as skipped, so that nothing here is a reason not to go on.
 */
export async function ensureChromium(root) {
  const files = pathDirectories().flatMap((entry) => names.map((name) => path.join(entry, name)));
  if (files.some(isExecutable)) return;
  try {
    if (!hasAptGet() || process.getuid?.() !== 0) throw new Error(howToInstall);
    console.error('Installing Chromium…');
    const options = { cwd: root, failure: howToInstall };
    const apt = (...args) =>
      // Nothing may ask a question that nobody is there to answer.
      runQuietly('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], options);
    await apt('update');
    await apt('-y', '--no-install-recommends', 'install', 'chromium');
  } catch (error) {
    console.error(error.message);
  }
}
