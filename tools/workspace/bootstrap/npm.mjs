import path from 'node:path';

/**
 * The npm that runs the script, or that of the PATH where another program does, and its arguments.
 * They overrule what NODE_ENV and the user's settings leave out.
 */
export function npmCommand(command, dev, env) {
  const args = [
    command,
    '--include=optional',
    dev ? '--include=dev' : '--omit=dev',
    ...(command === 'install' ? ['--no-save'] : []),
    '--no-progress',
    '--no-audit',
    '--no-fund',
    // What it says is shown only if it fails.
    '--loglevel=warn',
  ];
  const { npm_execpath: npm, npm_node_execpath: node } = env;
  const isNpm = npm !== undefined && path.basename(npm) === 'npm-cli.js';
  return isNpm ? { file: node ?? process.execPath, args: [npm, ...args] } : { file: 'npm', args };
}
