import path from 'node:path';

import { build } from 'esbuild';

/** Native code cannot go into a bundle; it stays a package beside it. */
const EXTERNAL = ['better-sqlite3'];

/** CommonJS packages inside the bundle call require, which a module does not have by itself. */
const BANNER = `import { createRequire as bundleRequire } from 'node:module';
const require = bundleRequire(import.meta.url);`;

/**
 * Bundles a program with its workspace libraries and packages into one module for plain Node. The
 * target is the oldest Node that it has to run on.
 */
export async function bundle(entry: string, outfile: string, target = 'node24'): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target,
    format: 'esm',
    external: EXTERNAL,
    define: { CRASH_POINTS_LEFT_OUT: 'true' },
    banner: { js: BANNER },
    sourcemap: true,
    logLevel: 'warning',
  });
}

if (import.meta.main) {
  const [target, entry = 'src/main.ts', outfile = 'dist/main.mjs'] = process.argv.slice(2);
  await bundle(path.resolve(entry), path.resolve(outfile), target);
}
