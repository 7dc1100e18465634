import path from 'node:path';

import { readSecretText, type Environment } from '@webhooks/runtime';

import { CliError } from './cli-error.ts';
import { readSmallFile } from './read-small-file.ts';

/** Access tokens have some hundred characters. */
const MAX_TOKEN_BYTES = 16_384;

/**
 * The access token: from the file if one is named, else from RESEND_TOKEN. Relative paths are seen
 * from where npm was called. The file may be a pipe, such as "<(…)" of a shell.
 *
 * @throws CliError when there is none, or others could read it too.
 */
export function readAccessToken(file: string | undefined, env: Environment): string {
  if (file === undefined) return checked(env['RESEND_TOKEN'] ?? '', 'RESEND_TOKEN');
  const resolved = path.resolve(env['INIT_CWD'] || '.', file);
  const { text, problem } = readSmallFile(resolved, MAX_TOKEN_BYTES);
  if (problem === null) return checked(text, file);
  throw problem === 'open to others'
    ? refusal(`others may read ${file}, and with it your token`, `Run: chmod 600 ${file}`)
    : refusal(`${file} ${problem}`);
}

/** What is wrong with a token is reported without showing it. */
function checked(text: string, source: string): string {
  const { text: token, problem } = readSecretText(text);
  if (token === '') {
    throw refusal(
      source === 'RESEND_TOKEN' ? 'no access token' : `${source} is empty`,
      'Set RESEND_TOKEN, or name a file: --token-file FILE',
    );
  }
  if (problem !== null) throw refusal(`${source} ${problem}`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw refusal(`what ${source} holds is no access token`);
  return token;
}

function refusal(message: string, hint: string | null = null): CliError {
  return new CliError('unauthorised', message, hint);
}
