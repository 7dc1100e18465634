import { parseArgs } from 'node:util';

import { serviceScopes, type ServiceScope } from '@webhooks/domain';
import { StartupError } from '@webhooks/runtime';
import { parseDurationS } from '@webhooks/tool-kit';

/** What token is asked for. */
export type TokenRequest = { readonly ttlS: number } & (
  | { readonly kind: 'user'; readonly userId: number }
  | { readonly kind: 'service'; readonly service: string; readonly scope: string }
);

/** The command line in one line. */
export const USAGE =
  'usage: npm run -s token -- --user ID [--ttl 1h]' +
  ` | --service NAME --scope "${serviceScopes.join(' ')}" [--ttl 1h]`;

const options = {
  user: { type: 'string' },
  service: { type: 'string' },
  scope: { type: 'string', multiple: true },
  ttl: { type: 'string', default: '1h' },
} as const;

/**
 * Reads the command line.
 *
 * @throws StartupError that says what is wrong, and how it is done right.
 */
export function readTokenRequest(args: readonly string[]): TokenRequest {
  const { user, service, scope, ttl } = parse(args);
  const ttlS = parseDurationS(ttl);
  if (ttlS === null) throw refusal('--ttl is a number with s, m, h or d, as in 30m');
  if ((user === undefined) === (service === undefined)) {
    throw refusal('give either --user or --service');
  }
  if (service !== undefined) {
    return { kind: 'service', service, scope: readScopes(scope ?? []).join(' '), ttlS };
  }
  if (scope !== undefined) throw refusal('--scope goes with --service');
  return { kind: 'user', userId: readUserId(user ?? ''), ttlS };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw refusal((error as Error).message);
  }
}

function readUserId(text: string): number {
  const userId = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(userId)) throw refusal('--user is a positive whole number');
  return userId;
}

/** Each option may name several; a misspelt one would give a token that is refused everywhere. */
function readScopes(texts: readonly string[]): readonly string[] {
  const scopes = texts.flatMap((text) => text.split(/[ ,]/)).filter((scope) => scope !== '');
  const unknown = scopes.find((scope) => !serviceScopes.includes(scope as ServiceScope));
  if (unknown !== undefined) {
    throw refusal(`there is no scope ${unknown}; choose of ${serviceScopes.join(', ')}`);
  }
  return scopes;
}

function refusal(message: string): StartupError {
  return new StartupError(`${message}\n${USAGE}`);
}
