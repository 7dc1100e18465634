import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Environment } from '@webhooks/runtime';

import { CliError } from './cli-error.ts';

/** Access tokens have some hundred characters. */
const MAX_TOKEN_BYTES = 16_384;

/**
 * The access token: from the file if one is named, else from RESEND_TOKEN. Relative paths are seen
 * from where npm was called.
 *
 * @throws CliError when there is none, or others could read it too.
 */
export function readAccessToken(file: string | undefined, env: Environment): string {
  if (file === undefined) return checked(env['RESEND_TOKEN'] ?? '', 'RESEND_TOKEN');
  const resolved = path.resolve(env['INIT_CWD'] || '.', file);
  const { mode, size, isFile } = inspect(resolved, file);
  if (!isFile) throw refusal(`${file} is no file`);
  if ((mode & 0o077) !== 0) {
    throw refusal(`others may read ${file}, and with it your token`, `Run: chmod 600 ${file}`);
  }
  if (size > MAX_TOKEN_BYTES) throw refusal(`${file} is too large for a token`);
  return checked(readFileSync(resolved, 'utf8'), file);
}

function inspect(resolved: string, file: string) {
  try {
    const status = statSync(resolved);
    return { mode: status.mode, size: status.size, isFile: status.isFile() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refusal(`${file} ${code === 'ENOENT' ? 'does not exist' : 'cannot be read'}`);
  }
}

/** What is wrong with a token is told without showing it. */
function checked(text: string, source: string): string {
  const token = text.trim();
  if (token === '') {
    throw refusal(
      source === 'RESEND_TOKEN' ? 'no access token' : `${source} is empty`,
      'Set RESEND_TOKEN, or name a file: --token-file FILE',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw refusal(`what ${source} holds is no access token`);
  return token;
}

function refusal(message: string, hint: string | null = null): CliError {
  return new CliError('unauthorised', message, hint);
}
