import { Resolver } from 'node:dns/promises';

import type { Resolve } from './resolve.ts';

export interface DnsResolveOptions {
  /** "127.0.0.1:5353" and the like; those of the machine by default. */
  readonly servers?: readonly string[];
  /** Of one question to one server. */
  readonly timeoutMs: number;
  readonly tries: number;
}

/** Resolves by asking DNS servers itself: no thread is held, no hosts file is read. */
export function createDnsResolve(options: DnsResolveOptions): Resolve {
  return async (hostname, signal) => {
    const resolver = new Resolver({ timeout: options.timeoutMs, tries: options.tries });
    if (options.servers !== undefined) resolver.setServers(options.servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel);
    try {
      return await addressesOf(resolver, hostname);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}

/** A name may have addresses of one family only; it fails when it has none of either. */
async function addressesOf(resolver: Resolver, hostname: string): Promise<string[]> {
  const answers = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  const addresses = answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value : [],
  );
  const failure = answers.find((answer) => answer.status === 'rejected');
  if (addresses.length === 0 && failure !== undefined) throw failure.reason;
  return addresses;
}
