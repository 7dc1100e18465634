import path from 'node:path';

import type { Leg } from './legs.ts';

/** Where a leg has what is its own. */
export interface Places {
  /** The checkout that this program belongs to. */
  readonly root: string;
  /** Holds npm and node of the leg. */
  readonly programs: string;
  /** npm's cache, empty at first. */
  readonly cache: string;
}

/**
 * The environment of somebody who has this npm and this Node, and no other: without what npm sets
 * for the scripts that it runs, and without the programs of this checkout on the PATH.
 */
export function environmentOf(
  leg: Leg,
  { root, programs, cache }: Places,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !isOfNpm(name));
  const searchPath = (env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((entry) => !`${entry}/`.startsWith(`${root}/`) && !/node-gyp-bin/.test(entry));
  return {
    ...Object.fromEntries(own),
    PATH: [programs, ...searchPath].join(path.delimiter),
    NPM_CONFIG_CACHE: cache,
    NPM_CONFIG_IGNORE_SCRIPTS: leg.scripts ? 'false' : 'true',
    ...leg.beside?.env,
  };
}

/** The registry is the machine's own matter and is kept. */
function isOfNpm(name: string): boolean {
  if (/^npm_config_registry$/i.test(name)) return false;
  return /^(npm_|INIT_CWD$|NODE$|NODE_ENV$|MISSING_TOOLS$|INSTALL_SECONDS$)/i.test(name);
}
