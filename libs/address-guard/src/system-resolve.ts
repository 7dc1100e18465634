import { lookup } from 'node:dns/promises';

import type { Resolve } from './resolve.ts';

/**
 * Resolves as the machine does (getaddrinfo: hosts file, name service switch). It takes a thread
 * of a small pool until it ends, so all who ask for one name at a time share one question.
 */
export function createSystemResolve(): Resolve {
  const asked = new Map<string, Promise<readonly string[]>>();

  async function ask(hostname: string): Promise<readonly string[]> {
    try {
      const answers = await lookup(hostname, { all: true, order: 'verbatim' });
      return answers.map(({ address }) => address);
    } finally {
      asked.delete(hostname);
    }
  }

  return (hostname) => {
    const known = asked.get(hostname);
    if (known !== undefined) return known;
    const answer = ask(hostname);
    asked.set(hostname, answer);
    return answer;
  };
}
