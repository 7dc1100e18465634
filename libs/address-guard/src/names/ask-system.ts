import { lookup } from 'node:dns/promises';

import type { Ask, NameAnswer } from './ask.ts';
import { asUnresolvedName } from './unresolved-name-error.ts';

/** The machine does not say for how long its answers hold. */
const ttlMs = 5_000;

/**
 * Asks as the machine does (getaddrinfo: name service switch, search domains). That takes a thread
 * until it ends, which nothing can hasten, so all who ask for one name at a time share it.
 */
export function createSystemAsk(): Ask {
  const asked = new Map<string, Promise<NameAnswer>>();

  async function ask(name: string): Promise<NameAnswer> {
    try {
      const answers = await lookup(name, { all: true, order: 'ipv4first' });
      return { addresses: answers.map(({ address }) => address), ttlMs };
    } catch (error) {
      throw asUnresolvedName(name, error);
    } finally {
      asked.delete(name);
    }
  }

  return (name) => {
    const known = asked.get(name);
    if (known !== undefined) return known;
    const answer = ask(name);
    asked.set(name, answer);
    return answer;
  };
}

/** How many names the machine is asked for at once: node lets them have half of its threads. */
export function systemLookupsAtOnce(threadPoolSize: string | undefined): number {
  const threads = Number(threadPoolSize ?? 4);
  return Number.isInteger(threads) && threads > 4 ? Math.floor((threads + 1) / 2) : 2;
}
