import { ResendClient } from '@webhooks/client';
import type { Environment } from '@webhooks/runtime';

import { readAccessToken } from '../cli/access-token.ts';
import type { Arguments } from '../cli/command.ts';
import type { Session } from '../cli/session.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8080';

/** Where the API is. */
export function urlOf(args: Arguments, env: Environment): string {
  return args.one('url') ?? (env['RESEND_URL'] || DEFAULT_URL);
}

/** The API as the owner of the token sees it. Throws when there is no token. */
export function clientOf(args: Arguments, { env }: Session): ResendClient {
  const token = readAccessToken(args.one('token-file'), env);
  return new ResendClient({ baseUrl: urlOf(args, env), token });
}
