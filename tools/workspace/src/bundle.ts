import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import { readBuildInfo } from './packages/build-info.ts';
import { thirdPartyLicences } from './packages/third-party-licences.ts';

/** Native code cannot go into a bundle; it stays a package beside it. */
const EXTERNAL = ['better-sqlite3'];

/** CommonJS packages inside the bundle call require, which a module does not have by itself. */
const BANNER = `import { createRequire as bundleRequire } from 'node:module';
const require = bundleRequire(import.meta.url);`;

const OLDER_NODE = path.join(import.meta.dirname, 'packages/older-node.ts');

/** What stands beside a bundle. */
export const THIRD_PARTY_LICENCES = 'THIRD-PARTY-LICENSES';

/**
 * Bundles a program with its workspace libraries and packages into one module for plain Node,
 * and writes the licences of what is inside beside it. The target is the oldest Node that it has to
 * run on.
 */
export async function bundle(entry: string, outfile: string, target = 'node22'): Promise<void> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target,
    format: 'esm',
    external: EXTERNAL,
    define: {
      CRASH_POINTS_LEFT_OUT: 'true',
      BUILD_INFO: JSON.stringify(readBuildInfo(path.dirname(entry))),
    },
    banner: { js: BANNER },
    inject: [OLDER_NODE],
    metafile: true,
    sourcemap: true,
    logLevel: 'warning',
  });
  const licences = thirdPartyLicences(
    Object.keys(metafile.inputs).map((file) => path.resolve(file)),
  );
  writeFileSync(path.join(path.dirname(outfile), THIRD_PARTY_LICENCES), licences);
}

if (import.meta.main) {
  const [target, entry = 'src/main.ts', outfile = 'dist/main.mjs'] = process.argv.slice(2);
  await bundle(path.resolve(entry), path.resolve(outfile), target);
}
