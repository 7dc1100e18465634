import { readFileSync } from 'node:fs';

import { StartupError } from '@webhooks/runtime';

import { basicAuthorization } from './read-egress-settings.ts';

/** More lines than there are proxies in any network. */
const maxBytes = 64 * 1024;

/** Values of Proxy-Authorization by host:port. */
export type EgressCredentials = ReadonlyMap<string, string>;

/**
 * Reads a file of lines "host:port user:password". Throws StartupError with the number of a bad line
 * and nothing of what stands in it.
 */
export function readEgressCredentials(file: string | null): EgressCredentials {
  if (file === null) return new Map();
  const lines = textOf(file).split(/\r?\n/);
  const credentials = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const [, proxy = '', user = '', password = ''] =
      /^(\S+:\d{1,5}) ([^:]+):(.*)$/.exec(line) ?? [];
    const authorization = proxy === '' ? undefined : basicAuthorization(user, password);
    if (authorization === undefined) {
      const rule = 'must be host:port, a space, and user:password';
      throw new StartupError(`EGRESS_PROXY_CREDENTIALS_FILE: line ${index + 1} ${rule}`);
    }
    credentials.set(proxy.toLowerCase(), authorization);
  }
  return credentials;
}

function textOf(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StartupError(`EGRESS_PROXY_CREDENTIALS_FILE cannot be read (${String(code)})`, {
      cause,
    });
  }
  if (text.length <= maxBytes) return text;
  throw new StartupError('EGRESS_PROXY_CREDENTIALS_FILE is longer than 64 KiB');
}
